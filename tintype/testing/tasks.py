"""Doing what is left to do, here and now, as workers would."""

from tintype.sharding.databases import primaries
from tintype.tasks.models import OutboxRow
from tintype.tasks.run import run_row

ROUNDS = 20


def run_tasks() -> int:
    """Run every row of every outbox, and what these put in, until nothing is left; how many were run.

    Raises AssertionError with the task's own error when one fails.
    """
    done = 0
    for _ in range(ROUNDS):
        rows = [
            (database, row_id)
            for database in primaries()
            for row_id in OutboxRow.objects.using(database).order_by("id").values_list("id", flat=True)
        ]
        if not rows:
            return done
        done += sum(_run(database, row_id) for database, row_id in rows)
    raise AssertionError(f"tasks keep coming after {ROUNDS} rounds")


def _run(database: str, row_id: int) -> bool:
    if run_row(database, row_id):
        return True
    failed = OutboxRow.objects.using(database).filter(id=row_id).first()
    if failed is not None:
        OutboxRow.objects.using(database).filter(id=row_id).delete()
        raise AssertionError(f"{failed.task}{tuple(failed.args)} failed:\n{failed.last_error}")
    return False
