"""What an operator sees of tasks that failed too often, and the way to try them again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tintype.sharding.databases import primaries
from tintype.tasks.models import OutboxRow
from tintype.tasks.outbox import retry_parked

NEWLINE = "\n"


class Command(BaseCommand):
    help = "List the tasks that failed too often; --retry gives each of them new tries."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--retry", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        for database in primaries():
            for row in OutboxRow.objects.using(database).filter(parked_at__isnull=False).order_by("id"):
                self.stdout.write(f"{database} {row.task}{tuple(row.args)} parked {row.parked_at:%Y-%m-%d %H:%M}")
                self.stdout.write(f"    {row.last_error.strip().rpartition(NEWLINE)[2]}")
        if options["retry"]:
            self.stdout.write(f"{retry_parked()} tasks will be tried again")
