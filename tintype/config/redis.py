"""Redis in a topology: one server, or the nodes of a Redis Cluster."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tintype.config.addresses import read_addresses
from tintype.config.servers import MOST_MEGABYTES
from tintype.config.tables import Table

# With fewer, nobody has a majority when one is lost.
LEAST_PRIMARIES = 3


@dataclass(frozen=True)
class Node:
    host: str
    port: int
    bus_port: int  # on which the nodes speak with each other

    @property
    def address(self) -> tuple[str, int]:
        return self.host, self.port


@dataclass(frozen=True)
class Redis:
    """Either the address of a socket, or nodes: first the primaries, then a replica of each, in the same order."""

    url: str = ""
    nodes: tuple[Node, ...] = ()
    megabytes: int = 0  # of each server, which then forgets what was not asked for longest; 0: as many as it takes

    @property
    def primaries(self) -> int:
        return len(self.nodes) // 2


def node_name(number: int) -> str:
    """Of its program, directory and recorded port; they are counted from 1."""
    return f"redis-{number}"


def bus_name(number: int) -> str:
    return f"{node_name(number)}-bus"


def read_redis(table: Table, home: Path, recorded: Mapping[str, int]) -> Redis:
    megabytes = table.number("megabytes", 1, MOST_MEGABYTES) if table.has("megabytes") else 0
    if table.has("nodes"):
        redis = Redis(nodes=_nodes(table, recorded), megabytes=megabytes)
    else:
        redis = Redis(_url(table, home), megabytes=megabytes)
    table.finish()
    return redis


def _url(table: Table, home: Path) -> str:
    # Redis-py unquotes the path of a unix:// address, so a home with a space or a per cent sign is quoted.
    url = table.text("url").replace(str(home), quote(str(home)))
    if not url.startswith("unix:///"):
        raise table.wrong(
            f"url is the socket of a Redis on this machine, as unix://{{home}}/run/redis.sock, not {url!r}; "
            "what several machines share is written as nodes",
            "url",
        )
    return url


def _nodes(table: Table, recorded: Mapping[str, int]) -> tuple[Node, ...]:
    """Port 0 means: `tintype up` chooses a free one and records it."""
    written = read_addresses(table, "nodes", "a node", 0)
    if len(written) % 2 or len(written) < 2 * LEAST_PRIMARIES:
        raise table.wrong(
            f"nodes are {LEAST_PRIMARIES} or more primaries, then a replica of each, not {len(written)}", "nodes"
        )
    nodes = []
    for number, (host, port) in enumerate(written, 1):
        if port:
            # Redis' own rule.
            nodes.append(Node(host, port, port + 10_000))
        else:
            nodes.append(Node(host, recorded.get(node_name(number), 0), recorded.get(bus_name(number), 0)))
    return tuple(nodes)
