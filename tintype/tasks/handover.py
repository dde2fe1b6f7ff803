"""From the outbox to Gearman, after the commit and outside the request.

The row is the promise; this is only the quick way. If the process dies or Gearman is away, the dispatcher hands the
row over a few seconds later.
"""

import logging
import os
import queue
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress

from tintype.tasks.gearman import AWAY, ROWS_A_JOB, Rows, connected_client, submit

log = logging.getLogger(__name__)

MOST_AT_ONCE = 100
# Queue, name of the database, id of the row.
Handed = tuple[str, str, int]


class Handover(threading.Thread):
    """One thread a process, so that no request waits for Gearman's answer."""

    def __init__(self) -> None:
        super().__init__(name="handover", daemon=True)
        self.pid = os.getpid()
        self.waiting: queue.SimpleQueue[Handed] = queue.SimpleQueue()

    def run(self) -> None:
        client = connected_client("handover")
        while True:
            for function, rows in jobs_of(self._waiting_now()):
                try:
                    client.waitForServer(timeout=1)
                    submit(client, function, rows)
                except AWAY:
                    log.warning("Gearman is away; the dispatcher will hand over %s", rows)

    def _waiting_now(self) -> list[Handed]:
        """At least one; what came while the last ones were handed over comes along."""
        found = [self.waiting.get()]
        with suppress(queue.Empty):
            while len(found) < MOST_AT_ONCE:
                found.append(self.waiting.get_nowait())
        return found


def jobs_of(handed: Iterable[Handed]) -> Iterator[tuple[str, Rows]]:
    """Queue and rows of each job to be."""
    by_queue: dict[str, list[tuple[str, int]]] = {}
    for function, database, row_id in handed:
        by_queue.setdefault(function, []).append((database, row_id))
    for function, found in by_queue.items():
        size = ROWS_A_JOB[function]
        for start in range(0, len(found), size):
            rows: Rows = {}
            for database, row_id in found[start : start + size]:
                rows.setdefault(database, []).append(row_id)
            yield function, rows


_lock = threading.Lock()
_threads: list[Handover] = []


def _running() -> Handover:
    """A fork (gunicorn's workers) leaves threads behind, so each process starts its own."""
    with _lock:
        if not _threads or _threads[-1].pid != os.getpid() or not _threads[-1].is_alive():
            _threads[:] = [Handover()]
            _threads[-1].start()
        return _threads[-1]


def hand_over(function: str, database: str, row_id: int) -> None:
    _running().waiting.put((function, database, row_id))
