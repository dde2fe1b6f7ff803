"""Where a process meets its imaging server: that of its group, or one that it starts when its first picture comes."""

import os
import select
import socket
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from tintype.photos.imaging.errors import ImagingFailed

# The child's own limit is 20 seconds of CPU; only a machine with far too much to do needs longer for that.
DEADLINE_SECONDS = 60
MAX_ORDER_BYTES = 4096
# How the child ended, as subprocess says it; seconds of processor time; bytes of memory at most.
RESULT = struct.Struct("<idq")
COMMAND = [sys.executable, "-sP", "-m", "tintype.photos.imaging.server"]
ENVIRONMENT = {
    "PYTHONPATH": str(Path(__file__).parents[3]),
    "LANG": "C.UTF-8",
    # Two pictures at once on two cores are better served by a thread each than by four.
    "VIPS_CONCURRENCY": "1",
    # A large picture stays in memory: the child may open no temporary file.
    "VIPS_DISC_THRESHOLD": "4g",
    "MALLOC_ARENA_MAX": "1",
}


@dataclass(frozen=True)
class Ended:
    code: int
    cpu_seconds: float
    peak_bytes: int


class _Server:
    def __init__(self) -> None:
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(COMMAND, stdin=theirs.fileno(), env=ENVIRONMENT, cwd="/")
        self._starter = os.getpid()
        self.is_shared = False

    @property
    def is_of_use(self) -> bool:
        """One that was inherited from a process that forked belongs to that one, unless it was made to be shared."""
        return self.is_shared if self.is_inherited else self._process.poll() is None

    @property
    def is_inherited(self) -> bool:
        return self._starter != os.getpid()

    def send(self, order: bytes, files: list[int]) -> None:
        socket.send_fds(self._ours, [order], files)

    def close(self) -> None:
        self._ours.close()


class _Kept:
    def __init__(self) -> None:
        self._lock = Lock()
        self._server: _Server | None = None

    def get(self) -> _Server:
        with self._lock:
            if self._server is None or not self._server.is_of_use:
                if self._server is not None:
                    self._server.close()
                self._server = _Server()
            return self._server

    def send(self, order: bytes, files: list[int]) -> None:
        server = self.get()
        try:
            server.send(order, files)
        except OSError:
            if not server.is_inherited:
                raise
            # Only its starter sees that it has died: whoever shared it goes on with one of its own.
            server.is_shared = False
            self.get().send(order, files)

    def share(self) -> None:
        self.get().is_shared = True


_kept = _Kept()


def share() -> None:
    """From now on whoever is forked from this process uses its server: 25 workers have one instead of 25."""
    _kept.share()


def run_child(order: bytes, files: list[int]) -> Ended:
    """With these files as its three streams. Raises ImagingFailed when it does not come to an end."""
    ended, report_to = os.pipe()
    # Where this pipe is closed because nobody waits any more, the server ends the child.
    with os.fdopen(ended, "rb", buffering=0) as answer:
        _send(order, [*files, report_to])
        if not select.select([answer], [], [], DEADLINE_SECONDS)[0]:
            raise ImagingFailed(f"no answer in {DEADLINE_SECONDS} s")
        result = answer.read(RESULT.size)
    if len(result) != RESULT.size:
        raise ImagingFailed("the imaging server ended")
    return Ended(*RESULT.unpack(result))


def _send(order: bytes, files: list[int]) -> None:
    try:
        _kept.send(order, files)
    except OSError as error:
        raise ImagingFailed("the imaging server is gone") from error
    finally:
        os.close(files[-1])
