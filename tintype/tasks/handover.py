"""From the outbox to Gearman, after the commit and outside the request.

The row is the promise; this is only the quick way. If the process dies or Gearman is away, the dispatcher hands the
row over a few seconds later.
"""

import logging
import os
import queue
import threading

from tintype.tasks.gearman import AWAY, connected_client, submit

log = logging.getLogger(__name__)


class Handover(threading.Thread):
    """One thread a process, so that no request waits for Gearman's answer."""

    def __init__(self) -> None:
        super().__init__(name="handover", daemon=True)
        self.pid = os.getpid()
        self.waiting: queue.SimpleQueue[tuple[str, str, int]] = queue.SimpleQueue()

    def run(self) -> None:
        client = connected_client("handover")
        while True:
            function, database, row_id = self.waiting.get()
            try:
                client.waitForServer(timeout=1)
                submit(client, function, database, row_id)
            except AWAY:
                log.warning("Gearman is away; the dispatcher will hand over %s:%s", database, row_id)


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
