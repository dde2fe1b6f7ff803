"""Redis, the distribution's or Valkey from the wheel: one server on a unix socket, or the nodes of a Redis Cluster."""

import shutil
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from socket import gethostbyname
from urllib.parse import unquote, urlsplit

from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.program import Check, Program
from tintype.cluster.ready import node_answers, redis_answers
from tintype.cluster.wheels import valkey_server
from tintype.config.derive import derive
from tintype.config.redis import Node, node_name
from tintype.config.topology import DISTRIBUTION, Topology

SETTINGS = {
    # No snapshot and no log: after a crash an empty Redis is filled again from PostgreSQL at the first
    # misses, while one filled with yesterday's keys would be believed.
    "save": '""',
    "appendonly": "no",
    # For the same reason a full Redis may drop what was not read for long: whatever is missing is made again.
    # "noeviction" would make every write fail instead.
    "maxmemory": "1gb",
    "maxmemory-policy": "allkeys-lru",
    "daemonize": "no",
}
CLUSTER = {
    "cluster-enabled": "yes",
    # Milliseconds without an answer after which a node counts as lost; its replica then takes over within a second.
    "cluster-node-timeout": "1500",
    # What the other nodes have can be read while one is lost.
    "cluster-require-full-coverage": "no",
    "cluster-allow-pubsubshard-when-down": "yes",
    # A replica that is far behind takes over all the same: an empty Redis is filled again, none at all is not.
    "cluster-replica-validity-factor": "0",
    "repl-diskless-sync-delay": "0",
    # What a replica gets of its primary at the start passes through a file, which is of no use afterwards.
    "rdb-del-sync-files": "yes",
}


def programs(home: Home, topology: Topology, secret_key: str) -> list[Program]:
    """Writes their configuration, too."""
    redis = topology.redis
    limit = {"maxmemory": f"{redis.megabytes}mb"} if redis.megabytes else {}
    made = partial(_program, _binary(topology), SETTINGS | limit)
    if redis.nodes:
        _forget(home, topology)
        return [
            _node(home, number, node, derive("redis", secret_key), made)
            for number, node in enumerate(redis.nodes, 1)
            if topology.is_here(node.host)
        ]
    socket = unquote(urlsplit(redis.url).path)
    settings = {"port": "0", "unixsocket": f'"{socket}"', "unixsocketperm": "700", "dir": f'"{Path(socket).parent}"'}
    return [made("redis", home.run / "redis.conf", settings=settings, ready=partial(redis_answers, redis))]


def _binary(topology: Topology) -> str:
    if topology.engines != DISTRIBUTION:
        return str(valkey_server())
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if not found:
        raise ClusterError(
            "The topology has the distribution's Redis, which is not installed: `apt-get install redis-server`.\n"
            "`tintype up` starts its own; the distribution's service is not needed."
        )
    return found


def _node(home: Home, number: int, node: Node, password: str, made: Callable[..., Program]) -> Program:
    directory = home.run / node_name(number)
    directory.mkdir(mode=0o700, exist_ok=True)
    settings = {
        "bind": node.host,
        # Else the others would take it for whatever address its connections come from.
        "cluster-announce-ip": gethostbyname(node.host),
        "port": node.port,
        "cluster-port": node.bus_port,
        "dir": f'"{directory}"',
        "requirepass": password,
        "masterauth": password,
    }
    ready = partial(node_answers, node, password)
    return made(node_name(number), directory / "redis.conf", settings=settings | CLUSTER, ready=ready)


def _forget(home: Home, topology: Topology) -> None:
    """Which nodes there are is told to them at each start: ports may be others than last time, and they hold nothing.

    Not to one machine of several, whose nodes come back to the others.
    """
    for number in range(1, len(topology.redis.nodes) + 1):
        name = node_name(number)
        if not topology.here and name not in home.running:
            (home.run / name / "nodes.conf").unlink(missing_ok=True)
            # Of a time when files of synchronisation were kept; another version may not be able to read it.
            (home.run / name / "dump.rdb").unlink(missing_ok=True)


def _program(
    binary: str,
    common: Mapping[str, object],
    name: str,
    config: Path,
    *,
    settings: Mapping[str, object],
    ready: Check,
) -> Program:
    # In a file that only this user may read: every user of the machine may read command lines.
    config.touch(mode=0o600)
    lines = (f"{key} {value}\n" for key, value in (dict(common) | dict(settings)).items())
    config.write_text("".join(lines))
    return Program(name=name, group="engines", command=(binary, str(config)), ready=ready)
