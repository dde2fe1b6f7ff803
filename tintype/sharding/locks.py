"""Copies are brought in line with the truth one at a time."""

from django.db import connections

from tintype.sharding.scope import current_scope


def lock_pair(kind: str, first_id: int, second_id: int) -> None:
    """Until the end of the transaction, one task at a time works on this pair's copy in this database.

    Each reads the truth under the lock, so of two that were sent in the wrong order the later still writes the newer.
    """
    with connections[current_scope().database].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{kind} {first_id} {second_id}"])
