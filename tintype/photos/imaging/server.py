"""A process that has a decoder ready and never sees a picture: it forks a confined child for each one.

A fresh Python that imports libvips takes 60 ms of a core, which is as long as a photo of one megapixel takes; a fork
takes 2 ms. `client.py` starts it, and it ends when its starter does.
"""

import gc
import os
import select
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from pyvips.voperation import Introspect

from tintype.photos.imaging import child, decode
from tintype.photos.imaging.client import MAX_ORDER_BYTES, RESULT

# Of nearly every photo.
_OPERATIONS = (
    "jpegload_source",
    "copy",
    "autorot",
    "resize",
    "jpegsave_buffer",
    "webpsave_buffer",
    "jpegsave_target",
    "colourspace",
    "icc_transform",
)
_ASKED = 0
_FILES = 4


@dataclass(frozen=True)
class _Running:
    pid: int
    ended: int
    report_to: int


class _Server:
    def __init__(self) -> None:
        self._asked = socket.socket(fileno=_ASKED)
        self._poll = select.poll()
        self._poll.register(_ASKED, select.POLLIN)
        # By the handle that says that the child has ended, and by the pipe on which its starter waits for it.
        self._running: dict[int, _Running] = {}

    def serve(self) -> NoReturn:
        while True:
            # One at a time: the numbers of handles that are closed here are given out again.
            handle, _ = self._poll.poll()[0]
            if handle == _ASKED:
                self._start()
            else:
                self._end(self._running[handle])

    def _start(self) -> None:
        order, files, _, _ = socket.recv_fds(self._asked, MAX_ORDER_BYTES, _FILES)
        if not order:
            self._leave()
        *inherited, report_to = files
        pid = os.fork()
        if pid == 0:
            child.run(order, inherited)
        for file in inherited:
            os.close(file)
        running = _Running(pid, os.pidfd_open(pid), report_to)
        self._running |= {running.ended: running, report_to: running}
        self._poll.register(running.ended, select.POLLIN)
        # Nothing is asked for, so only this is told: that nobody waits any more.
        self._poll.register(report_to, 0)

    def _end(self, running: _Running) -> None:
        # Of one that has ended this does nothing; the other is one for which nobody waits.
        os.kill(running.pid, signal.SIGKILL)
        _, status, used = os.wait4(running.pid, 0)
        result = RESULT.pack(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)
        with suppress(BrokenPipeError):
            os.write(running.report_to, result)
        for handle in (running.ended, running.report_to):
            self._poll.unregister(handle)
            del self._running[handle]
            os.close(handle)

    def _leave(self) -> NoReturn:
        for running in self._running.values():
            os.kill(running.pid, signal.SIGKILL)
        os._exit(0)


def _warm() -> None:
    """What pyvips asks libvips about each operation at its first use; it asks without running any."""
    for name in _OPERATIONS:
        Introspect.get(name)


def main() -> NoReturn:
    decode.allow_only_accepted_loaders()
    _warm()
    # What is there now stays as it is, so the children share it.
    gc.collect()
    gc.freeze()
    _Server().serve()


if __name__ == "__main__":
    main()
