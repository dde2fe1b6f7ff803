"""The parts of a topology, one by one: what each is, on which machine, at which ports, and where the file says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tintype.config import gearman
from tintype.config.front import TLS_STEP
from tintype.config.lines import At

if TYPE_CHECKING:  # the topology asks this module whether its addresses collide
    from tintype.config.servers import Server
    from tintype.config.topology import Topology

# From those that people meet to those that nobody waits for, as the picture has them.
TIERS = ("front", "app servers", "photos", "memory", "databases", "work", "to come")


@dataclass(frozen=True)
class Port:
    """Or the path of a unix socket, which has the number 0."""

    number: int
    at: At


@dataclass(frozen=True)
class Part:
    tier: str
    kind: str
    name: str
    host: str
    ports: tuple[Port, ...] = ()
    size: str = ""


def parts_of(topology: "Topology") -> Iterator[Part]:
    yield from _front(topology)
    yield from _apps(topology)
    yield from _photos(topology)
    yield from _memory(topology)
    for server in topology.servers:
        yield from _databases(server)
    yield from _work(topology)
    for name, host in topology.slots.items():
        yield Part("to come", name, name, host)


def _front(topology: "Topology") -> Iterator[Part]:
    front = topology.front
    if not front:
        return
    ports = [Port(front.port, ("front", "host")), Port(front.apps_port, ("front", "apps_port"))]
    if front.tls_port:
        ports.append(Port(front.tls_port, ("front", "tls_port")))
    yield Part("front", "HAProxy", "balancer", front.host, tuple(ports))
    for nginx in front.servers:
        numbers = (nginx.port, nginx.port + TLS_STEP) if front.tls_port else (nginx.port,)
        at_nginx = tuple(Port(number, ("front", "servers")) for number in numbers)
        yield Part("front", "nginx", nginx.name, nginx.host, at_nginx)


def _apps(topology: "Topology") -> Iterator[Part]:
    web, streaming = topology.web, topology.streaming
    size = f"{_counted(web.processes, 'process', 'processes')}, {_counted(web.threads, 'thread')} each"
    key = "servers" if topology.front else "host"
    for app in topology.apps:
        yield Part("app servers", "gunicorn", app.name, app.host, (Port(app.port, ("web", key)),), size)
    if streaming:
        ports = (Port(streaming.port, ("streaming", "port")),)
        yield Part("app servers", "aiohttp", "streaming", streaming.host, ports)


def _photos(topology: "Topology") -> Iterator[Part]:
    for edge in topology.edges:
        at = ("media", "edges", edge.name)
        ports = (Port(edge.port, (*at, "port")), Port(edge.purge_port, (*at, "purge_port")))
        yield Part("photos", "nginx", f"edge-{edge.name}", edge.host, ports, f"{edge.megabytes:,} MB")
    for store in topology.stores:
        if store.kind == "radosgw":
            host, port = store.address
            size = f"{store.gigabytes:,} GB"
            yield Part("photos", "radosgw and Ceph", "radosgw", host, (Port(port, ("objects", "port")),), size)


def _memory(topology: "Topology") -> Iterator[Part]:
    redis, memcached = topology.redis, topology.memcached
    size = _megabytes(redis.megabytes)
    for number, node in enumerate(redis.nodes, 1):
        ports = tuple(Port(port, ("redis", "nodes")) for port in (node.port, node.bus_port))
        yield Part("memory", "Redis", f"redis-{number}", node.host, ports, size)
    if redis.url:
        socket = urlsplit(redis.url).path
        yield Part("memory", "Redis", "redis", socket, (Port(0, ("redis", "url")),), size)
    for number, server in enumerate(memcached.servers, 1):
        host, port = _address(server)
        ports = (Port(port, ("memcached", "servers")),)
        yield Part("memory", "memcached", f"memcached-{number}", host, ports, _megabytes(memcached.megabytes))


def _databases(server: "Server") -> Iterator[Part]:
    """Names of members and their tables stay when a promotion changes who is primary; poolers belong to the role."""
    own, other = ("postgres", server.name), ("postgres", server.name, "replica")
    for member in server.members:
        role = "" if not server.replica else "primary" if member is server.primary else "replica"
        port = Port(member.address.port, (*(other if member.name.endswith("-b") else own), "port"))
        size = ", ".join(filter(None, (role, _megabytes(server.megabytes))))
        name = "postgres" if member.name == "main" else f"postgres-{member.name}"
        yield Part("databases", "PostgreSQL", name, member.address.host, (port,), size)
    for pooler, name, at in (
        (server.pooler, f"pgbouncer-{server.name}", (*own, "pooler")),
        (server.replica_pooler, f"pgbouncer-{server.name}-replica", (*other, "pooler")),
        (server.spare_pooler, f"pgbouncer-{server.name}-spare", (*other, "spare")),
    ):
        if pooler:
            yield Part("databases", "PgBouncer", name, pooler.host, (Port(pooler.port, at),))


def _work(topology: "Topology") -> Iterator[Part]:
    for name, (host, port) in gearman.named(topology.gearman).items():
        yield Part("work", "Gearman", name, host, (Port(port, ("gearman", "servers")),))
    for workers in topology.workers:
        queues = f"queue{'s' if len(workers.queues) > 1 else ''} {', '.join(workers.queues)}"
        size = f"{_counted(workers.processes, 'process', 'processes')}, {queues}"
        for number, host in enumerate(workers.hosts, 1):
            suffix = f"-{number}" if len(workers.hosts) > 1 else ""
            yield Part("work", "workers", f"worker-{workers.name}{suffix}", host, size=size)
    yield Part("work", "dispatcher", "dispatcher", topology.lead_host)
    if any(server.replica for server in topology.servers):
        yield Part("work", "watcher", "watcher", topology.lead_host)


def _address(text: str) -> tuple[str, int]:
    """As memcached's are written."""
    host, _, port = text.rpartition(":")
    return (text, 0) if text.startswith("/") else (host, int(port))


def _counted(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or f'{one}s'}"


def _megabytes(number: int) -> str:
    return f"{number:,} MB" if number else ""
