"""Ids that sort by time and say where they live; made by the database (migrations/0001, `next_id`)."""

from datetime import UTC, datetime, timedelta

from django.db import connections

from tintype.sharding.scope import current_scope

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def next_id() -> int:
    """A new id on the logical shard of the scope: 41 bits of milliseconds, 13 of shard, 10 of sequence."""
    scope = current_scope()
    with connections[scope.database].cursor() as cursor:
        cursor.execute("SELECT next_id(%s)", [scope.shard])
        return int(cursor.fetchone()[0])


def made_at(made_id: int) -> datetime:
    """When an id was made, to the millisecond."""
    return EPOCH + timedelta(milliseconds=made_id >> 23)


def first_id_at(moment: datetime) -> int:
    """The smallest id that can be made at `moment`: with it, "older than a day" is a range of the primary key."""
    return ((moment - EPOCH) // timedelta(milliseconds=1)) << 23
