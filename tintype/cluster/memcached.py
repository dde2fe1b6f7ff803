"""Memcached, as many as the topology has on this machine."""

import shutil
import socket
from functools import partial
from pathlib import Path

from tintype.cluster.account import may
from tintype.cluster.errors import ClusterError
from tintype.cluster.program import Account, Program
from tintype.config.memcached import Memcached

ANSWER_SECONDS = 5


def programs(memcached: Memcached, account: Account | None) -> list[Program]:
    """Each on its unix socket, which nobody but the account and root may use."""
    return [_program(number, path, memcached.megabytes, account) for number, path in enumerate(memcached.servers, 1)]


def _program(number: int, path: str, megabytes: int, account: Account | None) -> Program:
    if not shutil.which("memcached"):
        raise ClusterError(
            "The topology has memcached, which is not installed: `apt-get install memcached`.\n"
            "`tintype up` starts its own; the distribution's service is not needed."
        )
    if account and not may(account, "-w", Path(path).parent):
        raise ClusterError(f"Memcached runs as {account.name}, who may not write into {Path(path).parent}.")
    command = ("memcached", "-s", path, "-a", "0700", "-m", str(megabytes))
    return Program(
        name=f"memcached-{number}", group="engines", command=command, ready=partial(_answers, path), account=account
    )


def _answers(path: str) -> str:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(ANSWER_SECONDS)
            connection.connect(path)
            connection.sendall(b"version\r\n")
            said = connection.recv(100)
    except OSError as error:
        return str(error)
    return "" if said.startswith(b"VERSION") else f"it says {said!r}"
