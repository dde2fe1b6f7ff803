"""Looking into the outbox, and turning its clocks."""

from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from tintype.tasks.models import OutboxRow
from tintype.tasks.outbox import Entry, put

DIRECTORY = "default"


def row(database: str, row_id: int) -> OutboxRow:
    return OutboxRow.objects.using(database).get(id=row_id)


def put_note(text: str, task: str = "note") -> int:
    """A row in the directory that nobody is told of; its id."""
    made: list[int] = []
    put(Entry("soon", f"tests.tasks.jobs.{task}", [text], lambda _, row_id: made.append(row_id)))
    return made[0]


def is_there(database: str, row_id: int) -> bool:
    return OutboxRow.objects.using(database).filter(id=row_id).exists()


def put_task(name: str, *args: str) -> int:
    """A row of `now` in the directory that is due; its id."""
    made: list[int] = []
    put(Entry("now", f"tests.tasks.jobs.{name}", list(args), lambda _, row_id: made.append(row_id)))
    make_due(made[0])
    return made[0]


def make_due(*row_ids: int) -> None:
    past = timezone.now() - timedelta(days=1)
    OutboxRow.objects.using(DIRECTORY).filter(id__in=row_ids).update(due_at=past)


def end_lease(row_id: int) -> None:
    past = timezone.now() - timedelta(seconds=1)
    OutboxRow.objects.using(DIRECTORY).filter(id=row_id).update(leased_until=past, due_at=past)


def written(folder: Path) -> list[str]:
    """What the tasks of tests.tasks.jobs have written there."""
    log = folder / "log"
    return log.read_text().split() if log.exists() else []
