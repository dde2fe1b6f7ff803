"""Whether a logical shard is written here, also while it moves."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connections

from tintype.sharding.map import Place, forget_map

# What the fence of a table says to a row of a shard that has moved away (sharding.fence).
FENCED = "57TT1"


class StillMoving(OperationalError):
    """The map and the fences do not agree on where a shard lives; after a moment they will."""


def is_written_at(place: Place, shard: int) -> bool:
    """The first statement of a transaction, which then holds up a switch; none where the shard does not move."""
    if not place.is_moving:
        return True
    with connections[place.database].cursor() as cursor:
        cursor.execute("SELECT shard_gate(%s)", [shard])
        return bool(cursor.fetchone()[0] == "")


def follow_switch(shard: int, source: str) -> None:
    """The map learns of a switch that a writer met at the source."""
    from tintype.sharding import actions  # noqa: PLC0415 - leaf

    actions.follow_switch(shard, source)


@contextmanager
def forgetting_where_fenced() -> Iterator[None]:
    """A process that has not heard in time that the shard moves: whoever asks again is led to the new place."""
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) == FENCED:
            forget_map()
        raise
