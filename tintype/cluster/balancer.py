"""Talking with the balancer: who gets requests, take one out, put it back.

HAProxy's admin socket is in HOME/run on the balancer's machine; it stays there when HAProxy is told to take another
configuration.
"""

import csv
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import groupby
from operator import attrgetter

from tintype.cluster.errors import ClusterError
from tintype.cluster.haproxy import socket_of, state_of
from tintype.cluster.home import Home

ANSWER_SECONDS = 5
PAUSE_SECONDS = 0.05
# A server that was taken out says within these that it is well.
READY_SECONDS = 15


@dataclass(frozen=True)
class State:
    """Of a server behind the balancer: app-1, nginx-1."""

    name: str
    # "up", "down" or "drained"
    is_: str
    # Requests that it has now.
    requests: int
    # Seconds for which it is so.
    seconds: int


def states(home: Home) -> list[State]:
    """Raises ClusterError."""
    rows = sorted(_rows(home), key=attrgetter("name"))
    return [_joined(list(same)) for _, same in groupby(rows, key=attrgetter("name"))]


def drain(home: Home, *names: str, seconds: float = 60) -> None:
    """They get no new requests, and this returns when they have none any more. Raises ClusterError."""
    for name in names:
        _set(home, name, "drain")
    for name in names:
        _wait(home, name, seconds, lambda state: not state.requests, "still has requests")


def ready(home: Home, *names: str, seconds: float = READY_SECONDS) -> None:
    """They get requests again, each as soon as it is well; this returns when all are. Raises ClusterError."""
    for name in names:
        _set(home, name, "ready")
    for name in names:
        _wait(home, name, seconds, lambda state: state.is_ == "up", "is not well")


def note_states(home: Home) -> None:
    """For the process that comes after this one: who is drained stays so. Before each reload, too."""
    state_of(home).write_text(f"{_ask(home, 'show servers state')}\n")


@dataclass(frozen=True)
class _Row:
    """Of one backend: an nginx has a second where there is TLS."""

    backend: str
    name: str
    status: str
    requests: int
    seconds: int


def _rows(home: Home) -> Iterator[_Row]:
    for row in csv.DictReader(StringIO(_ask(home, "show stat -1 4 -1").removeprefix("# "))):
        requests = int(row["scur"]) + int(row["qcur"] or 0)
        yield _Row(row["pxname"], row["svname"], row["status"], requests, int(row["lastchg"] or 0))


def _joined(rows: list[_Row]) -> State:
    first = rows[0]
    return State(first.name, _words(first.status), sum(row.requests for row in rows), first.seconds)


def _words(status: str) -> str:
    """HAProxy says more, as `UP 1/2` of one that failed a check."""
    if status.startswith(("DRAIN", "MAINT", "NOLB")):
        return "drained"
    return "up" if status.startswith("UP") else "down"


def _set(home: Home, name: str, state: str) -> None:
    backends = [row.backend for row in _rows(home) if row.name == name]
    if not backends:
        known = ", ".join(state.name for state in states(home))
        raise ClusterError(f"The balancer has no {name}: it has {known}.")
    for backend in backends:
        # HAProxy answers an empty line to what it has done. What follows another's state (TLS) is told, too, and says
        # so: it does not matter.
        _ask(home, f"set server {backend}/{name} state {state}")
    note_states(home)


def _wait(home: Home, name: str, seconds: float, is_so: Callable[[State], bool], otherwise: str) -> None:
    end = time.monotonic() + seconds
    while not is_so(next(state for state in states(home) if state.name == name)):
        if time.monotonic() > end:
            raise ClusterError(f"{name} {otherwise} after {seconds:.0f} seconds.")
        time.sleep(PAUSE_SECONDS)


def _ask(home: Home, command: str) -> str:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(ANSWER_SECONDS)
            connection.connect(str(socket_of(home)))
            connection.sendall(f"{command}\n".encode())
            with connection.makefile(encoding="utf-8") as answer:
                return answer.read().strip()
    except OSError as error:
        raise ClusterError(f"The balancer does not answer on this machine ({socket_of(home)}: {error}).") from None
