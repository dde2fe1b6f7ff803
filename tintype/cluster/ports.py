"""Which TCP ports this Tintype uses, recorded for every process that reads the topology."""

import json
import random
import socket
import time
from collections.abc import Collection, Iterator
from dataclasses import replace

from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.radosgw import MON_PORT
from tintype.config.gearman import named
from tintype.config.objects import RADOSGW
from tintype.config.redis import Node, Redis, bus_name, node_name
from tintype.config.topology import Edge, ObjectStore, Streaming, Topology, Web, recorded_ports

# Below the range that the kernel takes for outgoing connections, so that nothing slips into the port
# while the server that owns it is restarted.
CHOICE = range(20_000, 30_000)
TRIES = 50
# A web server whose supervisor was killed lets go of its port a moment later.
FREED_SECONDS = 5
PAUSE_SECONDS = 0.1


def record_ports(home: Home, topology: Topology) -> Topology:
    """Choose a port where the topology leaves it open; return the topology with all of them."""
    ports = _Ports(home)
    placed = replace(
        topology,
        gearman=tuple(ports.placed(name, *server) for name, server in named(topology.gearman).items()),
        redis=replace(topology.redis, nodes=tuple(_place_nodes(topology.redis, ports))),
        objects=_place_store(topology.objects, ports),
        media=topology.media
        and replace(topology.media, edges=tuple(_place_edge(edge, ports) for edge in topology.edges)),
    )
    unfinished = home.ports.with_suffix(".new")
    unfinished.write_text(json.dumps({"web": topology.web.port, **ports.chosen}))
    unfinished.replace(home.ports)
    return placed


class _Ports:
    def __init__(self, home: Home) -> None:
        self._recorded = recorded_ports(home.path)
        self._has_parts_running = bool(home.running)
        self.chosen: dict[str, int] = {}

    def of(self, name: str, host: str, port: int) -> int:
        """The topology's own; else that of last time, by which the world knows addresses; else any."""
        if port and port != self._recorded.get(name):
            return port
        if not (port and (self._has_parts_running or _becomes_free(host, port))):
            port = choose_port(host, self.chosen.values())
        self.chosen[name] = port
        return port

    def placed(self, name: str, host: str, port: int) -> tuple[str, int]:
        return host, self.of(name, host, port)

    def again(self, name: str, host: str) -> int:
        """Of a part that the topology does not speak of."""
        return self.of(name, host, self._recorded.get(name, 0))


def _place_nodes(redis: Redis, ports: _Ports) -> Iterator[Node]:
    for number, node in enumerate(redis.nodes, 1):
        port, bus_port = (
            ports.of(name, node.host, at)
            for name, at in ((node_name(number), node.port), (bus_name(number), node.bus_port))
        )
        yield Node(node.host, port, bus_port)


def _place_store(objects: ObjectStore, ports: _Ports) -> ObjectStore:
    former = objects.former and _place_store(objects.former, ports)
    if objects.kind != RADOSGW:
        return replace(objects, former=former)
    host, port = objects.address
    endpoint = f"http://{host}:{ports.of(RADOSGW, host, port)}"
    ports.again(MON_PORT, "127.0.0.1")
    return replace(
        objects,
        endpoint=endpoint,
        upload_url=objects.upload_url.replace(objects.endpoint, endpoint),
        former=former,
    )


def _place_edge(edge: Edge, ports: _Ports) -> Edge:
    return replace(
        edge,
        port=ports.of(f"edge-{edge.name}", edge.host, edge.port),
        purge_port=ports.of(f"edge-{edge.name}-purge", edge.host, edge.purge_port),
    )


def wait_for_ports(topology: Topology) -> None:
    if topology.is_here(topology.web.host):
        _wait_for(topology.web, "")
    if topology.streaming and topology.is_here(topology.streaming.host):
        _wait_for(topology.streaming, ", the next to the web server's, is for streaming and")


def _wait_for(part: Web | Streaming, for_what: str) -> None:
    if not _becomes_free(part.host, part.port):
        raise ClusterError(
            f"Port {part.port}{for_what} is taken by another program.\n"
            "Stop that one, or choose another port with --port or TINTYPE_PORT.",
        )


def _becomes_free(host: str, port: int) -> bool:
    end = time.monotonic() + FREED_SECONDS
    while not is_free(host, port):
        if time.monotonic() > end:
            return False
        time.sleep(PAUSE_SECONDS)
    return True


def choose_port(host: str, taken: Collection[int] = ()) -> int:
    """The next to those that are taken: two Tintypes that start at the same time then seldom want the same one."""
    start = max((port for port in taken if port in CHOICE), default=0) + 1
    if start not in CHOICE:
        start = random.choice(CHOICE)  # noqa: S311  nothing secret about it
    for port in range(start, start + TRIES):
        if port not in taken and is_free(host, port):
            return port
    raise ClusterError(f"None of the {TRIES} ports from {start} is free on {host}.")


def is_free(host: str, port: int) -> bool:
    if not port:
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
