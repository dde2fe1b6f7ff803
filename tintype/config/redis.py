"""Redis in a topology: one server, or the nodes of a Redis Cluster."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tintype.config.servers import MOST_PORT
from tintype.config.tables import Table, TableError

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
    """Either an address, or nodes: first the primaries, then a replica of each, in the same order."""

    url: str = ""
    nodes: tuple[Node, ...] = ()

    @property
    def primaries(self) -> int:
        return len(self.nodes) // 2


def node_name(number: int) -> str:
    """Of its program, directory and recorded port; they are counted from 1."""
    return f"redis-{number}"


def bus_name(number: int) -> str:
    return f"{node_name(number)}-bus"


def read_redis(table: Table, home: Path, recorded: Mapping[str, int]) -> Redis:
    redis = Redis(nodes=_nodes(table, recorded)) if table.has("nodes") else Redis(_url(table, home))
    table.finish()
    return redis


def _url(table: Table, home: Path) -> str:
    # Redis-py unquotes the path of a unix:// address, so a home with a space or a per cent sign is quoted.
    return table.text("url").replace(str(home), quote(str(home)))


def _nodes(table: Table, recorded: Mapping[str, int]) -> tuple[Node, ...]:
    """Port 0 means: `tintype up` chooses a free one and records it."""
    written = table.texts("nodes")
    if len(written) % 2 or len(written) < 2 * LEAST_PRIMARIES:
        raise TableError(
            f"{table.where}: nodes are {LEAST_PRIMARIES} or more primaries, then a replica of each, not {len(written)}"
        )
    nodes = []
    for number, text in enumerate(written, 1):
        host, _, port = text.rpartition(":")
        if not host or not port.isdecimal() or int(port) > MOST_PORT:
            raise TableError(f"{table.where}: a node is written host:port, not {text!r}")
        if int(port):
            # Redis' own rule.
            nodes.append(Node(host, int(port), int(port) + 10_000))
        else:
            nodes.append(Node(host, recorded.get(node_name(number), 0), recorded.get(bus_name(number), 0)))
    return tuple(nodes)
