"""A worker, or a group of them that shares what it has loaded."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from tintype.config.workers import worker_names
from tintype.tasks.group import Group
from tintype.tasks.outbox import release_leases_of
from tintype.tasks.preload import preload
from tintype.tasks.signals import group_starts
from tintype.tasks.worker import Worker


class Command(BaseCommand):
    help = "Run the tasks of the named queues until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--name", help="no other worker of this machine has it; whoever comes in this one's place does"
        )
        parser.add_argument("--queues", nargs="+", default=["now", "soon", "whenever"])
        parser.add_argument("--processes", type=int, default=1, help="so many, which share what they have loaded")

    def handle(self, *_args: Any, **options: Any) -> None:
        queues, processes = options["queues"], options["processes"]
        names = worker_names(options["name"] or str(os.getpid()), processes)
        release_leases_of(*names)
        if processes == 1:
            Worker(names[0], queues).work()
            return
        # Nothing that is open may be there twice.
        connections.close_all()
        preload()
        group_starts.send(sender=None, queues=queues)
        Group(processes, lambda number, is_first: _work(names[number - 1], queues, is_first=is_first)).serve()


def _work(name: str, queues: list[str], *, is_first: bool) -> None:
    if not is_first:
        release_leases_of(name)
    Worker(name, queues).work()
