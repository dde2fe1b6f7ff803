"""At a start on one machine no worker runs yet: what a killed one held is due now."""

from typing import Any

from django.core.management.base import BaseCommand

from tintype.tasks.outbox import release_leases


class Command(BaseCommand):
    help = "Make every unfinished task due now. Only while no worker runs."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{release_leases()} unfinished tasks are due")
