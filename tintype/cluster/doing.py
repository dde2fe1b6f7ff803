"""What each part of this machine is doing, in a few words, for `tintype status`."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from tintype.cluster import gearman, memcached
from tintype.cluster.home import postgres_name
from tintype.cluster.pgbouncer import poolers
from tintype.cluster.ready import gearman_status, gearman_workers
from tintype.cluster.server_checks import pools_of
from tintype.cluster.sockets import connections_at
from tintype.cluster.sql import connect
from tintype.config.derive import derive
from tintype.config.objects import RADOSGW
from tintype.config.redis import node_name
from tintype.config.topology import Postgres, Topology
from tintype.config.workers import worker_names

AT_ONCE = 16
ANSWER_SECONDS = 5
SESSIONS = """
    SELECT pg_is_in_recovery(), count(*) - 1, count(*) FILTER (WHERE state = 'active') - 1
    FROM pg_stat_activity WHERE backend_type = 'client backend'
"""

Asking = Callable[[], str]


def doing(topology: Topology, secret_key: str) -> dict[str, str]:
    """Name -> words; why not, of one that does not answer."""
    asking = {name: ask for host, name, ask in _parts(topology, secret_key) if topology.is_here(host)}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(asking, pool.map(_asked, asking.values()), strict=True))


def _asked(ask: Asking) -> str:
    try:
        return ask()
    except Exception as error:  # noqa: BLE001  each engine's client has its own; here they all mean the same
        return f"does not answer: {' '.join(str(error).split())[:100]}"


def _parts(topology: Topology, secret_key: str) -> Iterator[tuple[str, str, Asking]]:
    """Host, name, how to ask."""
    yield from _databases(topology)
    yield from _caches(topology, derive("redis", secret_key))
    for name, (host, port) in gearman.named(topology).items():
        yield host, name, partial(_gearman, host, port)
    for workers in topology.workers:
        for name, host in workers.groups.items():
            yield host, name, partial(_workers, topology, worker_names(name, workers.processes))
    for name, host, port in _listening(topology):
        yield host, name, partial(_connections, host, port)


def _databases(topology: Topology) -> Iterator[tuple[str, str, Asking]]:
    for server in topology.servers:
        for member in server.members:
            yield member.address.host, postgres_name(member.name), partial(_postgres, member.address)
        for name, pooler, _ in poolers(server):
            yield pooler.host, name, partial(_pooler, pooler)


def _caches(topology: Topology, password: str) -> Iterator[tuple[str, str, Asking]]:
    for number, node in enumerate(topology.redis.nodes, 1):
        yield node.host, node_name(number), partial(_redis, host=node.host, port=node.port, password=password)
    if not topology.redis.nodes:
        yield "/", "redis", partial(_one_redis, topology.redis.url)
    for name, address in memcached.named(topology):
        yield memcached.host_of(address), name, partial(_memcached, address)


def _listening(topology: Topology) -> Iterator[tuple[str, str, int]]:
    """Of whom all that can be said from outside is how many talk with them."""
    for app in topology.apps:
        yield app.name, app.host, app.port
    for edge in topology.edges:
        yield f"edge-{edge.name}", edge.host, edge.port
    if topology.front:
        yield "balancer", topology.front.host, topology.front.port
        for server in topology.front.servers:
            yield server.name, server.host, server.port
    if topology.objects.kind == RADOSGW:
        yield RADOSGW, *topology.objects.address
    if topology.streaming:
        yield "streaming", topology.streaming.host, topology.streaming.port


def _connections(host: str, port: int) -> str:
    return f"{connections_at(host, port)} connections"


def _postgres(address: Postgres) -> str:
    with connect(address) as connection:
        is_standby, sessions, busy = connection.execute(SESSIONS).fetchone() or (False, 0, 0)
    return f"{'follows' if is_standby else 'primary'}, {sessions} sessions, {busy} at work"


def _pooler(pooler: Postgres) -> str:
    pools = list(pools_of(pooler))
    clients, waiting, busy = (
        sum(pool[column] for pool in pools) for column in ("cl_active", "cl_waiting", "sv_active")
    )
    return f"{clients} clients, {busy} sessions at work, {waiting} wait"


def _redis(**address: Any) -> str:
    from redis import Redis  # noqa: PLC0415  slow import

    with Redis(**address, socket_timeout=ANSWER_SECONDS) as client:
        return _told(client.info())


def _one_redis(url: str) -> str:
    from redis import Redis  # noqa: PLC0415  slow import

    with Redis.from_url(url, socket_timeout=ANSWER_SECONDS) as client:
        return _told(client.info())


def _told(info: dict[str, Any]) -> str:
    keys = sum(database["keys"] for name, database in info.items() if name.startswith("db") and "keys" in database)
    role = "primary" if info["role"] == "master" else "follows"
    return f"{role}, {keys:,} keys, {info['instantaneous_ops_per_sec']:,} a second"


def _memcached(server: str) -> str:
    with memcached.connected(server) as connection, connection.makefile("rb") as lines:
        connection.sendall(b"stats\r\n")
        said = dict(line.split()[1:3] for line in iter(lines.readline, b"END\r\n"))
    hits, asked = int(said[b"get_hits"]), int(said[b"cmd_get"])
    return f"{int(said[b'curr_items']):,} items, {100 * hits // max(asked, 1)}% of {asked:,} found"


def _gearman(host: str, port: int) -> str:
    status = gearman_status(host, port).values()
    waiting, running = sum(jobs - busy for jobs, busy, _ in status), sum(busy for _, busy, _ in status)
    return f"{waiting} jobs wait, {running} run, {max((workers for _, _, workers in status), default=0)} workers"


def _workers(topology: Topology, names: tuple[str, ...]) -> str:
    asking = {name for server in topology.gearman for name in _asking_at(*server)}
    return f"{len(asking.intersection(names))} of {len(names)} ask for work"


def _asking_at(host: str, port: int) -> set[str]:
    try:
        return gearman_workers(host, port)
    except OSError:  # they ask the others
        return set()
