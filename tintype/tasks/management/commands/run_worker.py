"""A worker: takes rows of its queues from Gearman and runs them, one after the other."""

import logging
import os
import signal
import socket
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, close_old_connections

from tintype.sharding.databases import know
from tintype.tasks.gearman import complete, connected_worker, rows_of
from tintype.tasks.outbox import release_leases_of
from tintype.tasks.run import run_rows

# A database that is away may take its time not to answer, while the tasks of all others wait.
TRY_SECONDS = 1

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run the tasks of the named queues until stopped."

    name = ""
    is_waiting = False
    is_stopping = False
    # Something that this worker leased could not be given back: its database was away. When to try that again.
    owes = False
    next_try = 0.0

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--name", help="no other worker of this machine has it; whoever comes in this one's place does"
        )
        parser.add_argument("--queues", nargs="+", default=["now", "soon", "whenever"])

    def handle(self, *_args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        self.name = f"{socket.gethostname()}-{options['name'] or os.getpid()}"
        release_leases_of(self.name)
        worker = connected_worker(self.name, options["queues"])
        try:
            self.is_waiting = True
            # Still (or again) true here, so that a signal between this look and the wait ends the wait.
            while not self.is_stopping:
                job = worker.getJob()
                self.is_waiting = False
                for database, row_ids in rows_of(job).items():
                    self._run(database, row_ids)
                complete(job)
                self.is_waiting = True
        except KeyboardInterrupt:
            pass

    def _run(self, database: str, row_ids: list[int]) -> None:
        know([database])
        close_old_connections()
        if self.owes and time.monotonic() >= self.next_try:
            # Between two jobs it holds nothing.
            self.owes = not release_leases_of(self.name)
            self.next_try = time.monotonic() + TRY_SECONDS
        try:
            run_rows(database, row_ids, self.name)
        except Error as error:
            self.owes = True
            log.warning("%s is away, its tasks %s come again: %s", database, row_ids, error)

    def _stop(self, _number: int, _frame: Any) -> None:
        """Ends the wait for work; a task under way is finished first. If it is killed instead, its row comes again."""
        self.is_stopping = True
        if self.is_waiting:
            raise KeyboardInterrupt
