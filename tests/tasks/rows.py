"""Looking into the outbox, and turning its clocks."""

from tintype.tasks.models import OutboxRow
from tintype.tasks.outbox import Entry, put


def row(database: str, row_id: int) -> OutboxRow:
    return OutboxRow.objects.using(database).get(id=row_id)


def put_note(text: str, task: str = "note") -> int:
    """A row in the directory that nobody is told of; its id."""
    made: list[int] = []
    put(Entry("soon", f"tests.tasks.jobs.{task}", [text], lambda _, row_id: made.append(row_id)))
    return made[0]


def is_there(database: str, row_id: int) -> bool:
    return OutboxRow.objects.using(database).filter(id=row_id).exists()
