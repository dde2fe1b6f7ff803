"""A group of workers: a parent that loads everything once, and children forked from it, each replaced when it dies.

On its own a worker has 74 MB to itself; one of a group begins with 2 and has 26 after photos.
"""

import gc
import logging
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from tintype.lib.orphans import end_with_parent

# Handled one after the other where the parent waits for them; a handler could come in the middle of a fork.
HEARD = (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)
# Whoever lived shorter is started again after 1, 2, 4 … seconds.
SHORT_SECONDS = 10
MOST_PAUSE_SECONDS = 32

log = logging.getLogger(__name__)


@dataclass
class Place:
    """Of one child, and then of whoever replaces it."""

    number: int
    pid: int = 0
    started: float = 0
    start_at: float = 0
    pause: float = 0

    def has_died(self, code: int) -> None:
        now = time.monotonic()
        is_short = now - self.started < SHORT_SECONDS
        self.pause = min(max(2 * self.pause, 1), MOST_PAUSE_SECONDS) if is_short else 0
        self.pid, self.start_at = 0, now + self.pause
        log.warning("worker %s ended with code %s; the next in %.0f s", self.number, code, self.pause)


class Group:
    """`work` gets the number of the child, from 1, and whether it is the first of that number."""

    def __init__(self, children: int, work: Callable[[int, bool], None]) -> None:
        self._work = work
        self._places = [Place(number) for number in range(1, children + 1)]

    def serve(self) -> None:
        """Until it is told to stop, or what its children share has died; then each child finishes its task."""
        # What is there now is left alone by the children's collector: a page that it only looks at would be copied.
        gc.collect()
        gc.freeze()
        signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)
        while self._wait() in (None, signal.SIGCHLD) and self._reap():
            pass
        for place in self._places:
            if place.pid:
                os.kill(place.pid, signal.SIGTERM)
        for place in self._places:
            if place.pid:
                os.waitpid(place.pid, 0)

    def _wait(self) -> int | None:
        """Starts those whose time has come, and waits for what happens next."""
        now = time.monotonic()
        for place in self._places:
            if not place.pid and now >= place.start_at:
                self._start(place)
        later = [place.start_at - now for place in self._places if not place.pid]
        heard = signal.sigtimedwait(HEARD, max(min(later), 0)) if later else signal.sigwaitinfo(HEARD)
        return heard.si_signo if heard else None

    def _reap(self) -> bool:
        """Whether all who died are replaced: not the imaging server, for which each child would start one of its own.

        Whoever started the group starts it again, with that.
        """
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                place = next((place for place in self._places if place.pid == ended[0]), None)
                if not place:
                    log.error("process %s, which the workers share, has died: the group ends", ended[0])
                    return False
                place.has_died(os.waitstatus_to_exitcode(ended[1]))
        return True

    def _start(self, place: Place) -> None:
        is_first, parent = not place.started, os.getpid()
        place.started = time.monotonic()
        place.pid = os.fork()
        if not place.pid:
            self._be_child(place.number, parent, is_first=is_first)

    def _be_child(self, number: int, parent: int, *, is_first: bool) -> NoReturn:
        code = 1
        try:
            end_with_parent(parent)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)
            self._work(number, is_first)
            code = 0
        except BaseException:  # noqa: BLE001  nothing may go on as if it were the parent
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            # Without the farewell of the interpreter, which is the parent's.
            os._exit(code)
