"""Memcached, as many as the topology has on this machine."""

import shutil
import socket
from functools import partial
from pathlib import Path

from tintype.cluster.account import may
from tintype.cluster.errors import ClusterError
from tintype.cluster.program import Account, Program
from tintype.config.topology import Topology

ANSWER_SECONDS = 5
# Each thread of an app server and each worker keeps one open; memcached's own limit is 1,024.
MOST_CONNECTIONS = 8192


def programs(topology: Topology, account: Account | None) -> list[Program]:
    """On a unix socket nobody but the account and root may use it; at an address, whoever reaches that."""
    return [
        _program(name, server, topology.memcached.megabytes, account)
        for name, server in named(topology)
        if topology.is_here(host_of(server))
    ]


def named(topology: Topology) -> list[tuple[str, str]]:
    return [(f"memcached-{number}", server) for number, server in enumerate(topology.memcached.servers, 1)]


def host_of(server: str) -> str:
    return server if server.startswith("/") else server.rpartition(":")[0]


def _program(name: str, server: str, megabytes: int, account: Account | None) -> Program:
    if not shutil.which("memcached"):
        raise ClusterError(
            "The topology has memcached, which is not installed: `apt-get install memcached`.\n"
            "`tintype up` starts its own; the distribution's service is not needed."
        )
    command = ("memcached", *_place(server, account), "-m", str(megabytes), "-c", str(MOST_CONNECTIONS))
    return Program(
        name=name, group="engines", command=command, ready=partial(memcached_answers, server), account=account
    )


def _place(server: str, account: Account | None) -> tuple[str, ...]:
    if not server.startswith("/"):
        host, _, port = server.rpartition(":")
        return ("-l", host, "-p", port)
    if account and not may(account, "-w", Path(server).parent):
        raise ClusterError(f"Memcached runs as {account.name}, who may not write into {Path(server).parent}.")
    return ("-s", server, "-a", "0700")


def memcached_answers(server: str) -> str:
    try:
        with connected(server) as connection:
            connection.sendall(b"version\r\n")
            said = connection.recv(100)
    except OSError as error:
        return str(error)
    return "" if said.startswith(b"VERSION") else f"it says {said!r}"


def connected(server: str) -> socket.socket:
    """Raises OSError."""
    if not server.startswith("/"):
        host, _, port = server.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=ANSWER_SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(ANSWER_SECONDS)
    try:
        connection.connect(server)
    except OSError:
        connection.close()
        raise
    return connection
