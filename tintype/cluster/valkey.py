"""Redis, as Valkey from the wheel."""

from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tintype.cluster.program import Program
from tintype.cluster.ready import redis_answers
from tintype.cluster.wheels import valkey_server
from tintype.config.topology import Topology

SETTINGS = {
    "port": "0",  # only the unix socket
    "unixsocketperm": "700",
    # No snapshot and no log: after a crash an empty Redis is filled again from PostgreSQL at the first
    # misses, while one filled with yesterday's keys would be believed.
    "save": "",
    "appendonly": "no",
    # For the same reason a full Redis may drop what was not read for long: whatever is missing is made again.
    # "noeviction" would make every write fail instead.
    "maxmemory": "1gb",
    "maxmemory-policy": "allkeys-lru",
    "daemonize": "no",
}


def program(topology: Topology) -> Program:
    socket = unquote(urlsplit(topology.redis_url).path)
    settings = SETTINGS | {"unixsocket": socket, "dir": str(Path(socket).parent)}
    options = [part for name, value in settings.items() for part in (f"--{name}", value)]
    return Program(
        name="redis",
        group="engines",
        command=(str(valkey_server()), *options),
        ready=partial(redis_answers, topology),
    )
