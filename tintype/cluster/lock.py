"""Who runs Tintype in this data directory: a lock that the kernel lets go of when the last holder dies.

`tintype up` takes it and supervisord inherits it, so that it is held as long as either of them lives.
"""

import fcntl
import json
import os
import time
from dataclasses import asdict, dataclass
from typing import Self

from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home

# A Tintype whose `up` was killed stops its parts in order; PostgreSQL's last checkpoint can take a while.
STOPPING_SECONDS = 30
PAUSE_SECONDS = 0.1


@dataclass(frozen=True)
class Owner:
    pid: int
    port: int

    @classmethod
    def read(cls, home: Home) -> Self | None:
        try:
            return cls(**json.loads(home.lock.read_text()))
        except (OSError, ValueError, TypeError):
            return None

    @property
    def is_alive(self) -> bool:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True


def take(home: Home, port: int) -> int:
    """Take the lock and return its file descriptor. Raises ClusterError while another Tintype holds it."""
    descriptor = os.open(home.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    end = time.monotonic() + STOPPING_SECONDS
    while not _locked(descriptor):
        owner = Owner.read(home)
        if owner is None or owner.is_alive or time.monotonic() > end:
            os.close(descriptor)
            raise ClusterError(_in_use(home, owner))
        time.sleep(PAUSE_SECONDS)
    write_owner(descriptor, Owner(os.getpid(), port))
    return descriptor


def write_owner(descriptor: int, owner: Owner) -> None:
    os.pwrite(descriptor, json.dumps(asdict(owner)).encode().ljust(100), 0)


def is_held(home: Home) -> bool:
    try:
        descriptor = os.open(home.lock, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        return not _locked(descriptor)
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _in_use(home: Home, owner: Owner | None) -> str:
    who = f" (process {owner.pid}, port {owner.port})" if owner else ""
    return (
        f"The data directory {home.path} belongs to a Tintype that is running{who}.\n"
        "Stop that one with `tintype down`, or choose another directory with --home or TINTYPE_HOME."
    )
