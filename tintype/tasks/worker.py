"""One worker: takes rows of its queues from Gearman and runs them, one after the other."""

import logging
import signal
import time
from collections.abc import Sequence
from typing import Any

from django.db import Error, close_old_connections

from tintype.sharding.databases import know
from tintype.tasks.gearman_worker import Worker as Way
from tintype.tasks.outbox import release_leases_of
from tintype.tasks.run import run_rows

# A database that is away may take its time not to answer, while the tasks of all others wait.
TRY_SECONDS = 1

log = logging.getLogger(__name__)


class Worker:
    def __init__(self, name: str, queues: Sequence[str]) -> None:
        self.name, self.queues = name, queues
        self._is_waiting = self._is_stopping = False
        # Something that it leased could not be given back: its database was away. When to try that again.
        self._owes = False
        self._next_try = 0.0

    def work(self) -> None:
        """Until it is told to stop."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        gearman = Way(self.name, self.queues)
        try:
            self._is_waiting = True
            # Still (or again) true here, so that a signal between this look and the wait ends the wait.
            while not self._is_stopping:
                job = gearman.next()
                self._is_waiting = False
                for database, row_ids in job.rows.items():
                    self.run(database, row_ids)
                job.complete()
                self._is_waiting = True
        except KeyboardInterrupt:
            pass

    def run(self, database: str, row_ids: list[int]) -> None:
        know([database])
        close_old_connections()
        if self._owes and time.monotonic() >= self._next_try:
            # Between two jobs it holds nothing.
            self._owes = not release_leases_of(self.name)
            self._next_try = time.monotonic() + TRY_SECONDS
        try:
            run_rows(database, row_ids, self.name)
        except Error as error:
            self._owes = True
            log.warning("%s is away, its tasks %s come again: %s", database, row_ids, error)

    def _stop(self, _number: int, _frame: Any) -> None:
        """Ends the wait for work; a task under way is finished first. If it is killed instead, its row comes again."""
        is_first, self._is_stopping = not self._is_stopping, True
        if is_first and self._is_waiting:
            raise KeyboardInterrupt
