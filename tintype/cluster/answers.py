"""Does a part answer, wherever it lives? By name, for all that a topology has."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from tintype.cluster import gearman
from tintype.cluster.home import postgres_name
from tintype.cluster.memcached import host_of, memcached_answers, named
from tintype.cluster.pgbouncer import CONSOLE, poolers
from tintype.cluster.program import Check
from tintype.cluster.ready import (
    edge_answers,
    node_answers,
    postgres_answers,
    redis_answers,
    store_answers,
)
from tintype.config.derive import derive
from tintype.config.objects import RADOSGW
from tintype.config.redis import node_name
from tintype.config.topology import Topology


@dataclass(frozen=True)
class Part:
    name: str
    host: str
    answers: Check
    # Without it the site cannot be prepared.
    is_needed: bool = False


def engines(topology: Topology, secret_key: str) -> Iterator[Part]:
    yield from _databases(topology)
    yield from _redis(topology, derive("redis", secret_key))
    for name, server in named(topology):
        yield Part(name, host_of(server), partial(memcached_answers, server))
    for name, (host, port) in gearman.named(topology).items():
        yield Part(name, host, partial(gearman.server_answers, host, port))
    if topology.objects.kind == RADOSGW:
        yield Part(RADOSGW, topology.objects.address[0], partial(store_answers, topology.objects), is_needed=True)
    for edge in topology.edges:
        yield Part(f"edge-{edge.name}", edge.host, partial(edge_answers, edge))


def _databases(topology: Topology) -> Iterator[Part]:
    for server in topology.servers:
        for member in server.members:
            is_needed = member == server.primary or server.is_synchronous
            check = partial(postgres_answers, member.address)
            yield Part(postgres_name(member.name), member.address.host, check, is_needed=is_needed)
        for name, at, behind in poolers(server):
            check, is_needed = partial(postgres_answers, at, CONSOLE), behind == server.primary.address
            yield Part(name, at.host, check, is_needed=is_needed)


def _redis(topology: Topology, password: str) -> Iterator[Part]:
    if not topology.redis.nodes:
        yield Part("redis", "/", partial(redis_answers, topology.redis), is_needed=True)
    for number, node in enumerate(topology.redis.nodes, 1):
        yield Part(node_name(number), node.host, partial(node_answers, node, password))
