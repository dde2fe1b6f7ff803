"""A worker: takes rows of its queues from Gearman and runs them, one after the other."""

import os
import signal
import socket
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from tintype.tasks.gearman import connected_worker, row_of
from tintype.tasks.run import run_row


class Command(BaseCommand):
    help = "Run the tasks of the named queues until stopped."

    is_waiting = False
    is_stopping = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queues", nargs="+", default=["now", "soon", "whenever"])

    def handle(self, *_args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        worker = connected_worker(f"{socket.gethostname()}-{os.getpid()}", options["queues"])
        try:
            while not self.is_stopping:
                self.is_waiting = True
                job = worker.getJob()
                self.is_waiting = False
                close_old_connections()
                run_row(*row_of(job))
                job.sendWorkComplete()
        except KeyboardInterrupt:
            pass

    def _stop(self, _number: int, _frame: Any) -> None:
        """Ends the wait for work; a task under way is finished first. If it is killed instead, its row comes again."""
        self.is_stopping = True
        if self.is_waiting:
            raise KeyboardInterrupt
