"""Changes of the shard map: each counts its version up, so that every process reads it anew within a second."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.models import F

from tintype.sharding.databases import shard_databases
from tintype.sharding.map import forget_map
from tintype.sharding.models import LogicalShard, MapVersion
from tintype.sharding.scope import LOGICAL_SHARDS


@contextmanager
def _changing_map() -> Iterator[None]:
    """One change after the other: the version's row is locked until the commit."""
    with transaction.atomic():
        MapVersion.objects.update(version=F("version") + 1)
        yield
    forget_map()


def fill_shard_map() -> int:
    """Give every logical shard without a place one, in even ranges; returns how many were given."""
    places = shard_databases()
    with _changing_map():
        known = set(LogicalShard.objects.values_list("shard", flat=True))
        rows = [
            LogicalShard(shard=shard, database=places[shard * len(places) // LOGICAL_SHARDS])
            for shard in range(LOGICAL_SHARDS)
            if shard not in known
        ]
        LogicalShard.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def set_moving(shards: Collection[int], is_moving: bool) -> None:  # noqa: FBT001 - the contrary is no other action
    """From now on each process asks for the place of these shards at every use, or no longer does."""
    with _changing_map():
        LogicalShard.objects.filter(shard__in=shards).update(is_moving=is_moving)


def set_place(shards: Collection[int], database: str) -> None:
    """After a switch: the fence on the source says already that these shards live here."""
    with _changing_map():
        LogicalShard.objects.filter(shard__in=shards).update(database=database)


def follow_switch(shard: int, source: str) -> None:
    """The map catches up with a switch that a writer met at the source, maybe before the mover has written it there.

    The fence is read under the lock of the map: of a shard that is on its way back here it is gone by now, or its
    return is written to the map after this.
    """
    if not LogicalShard.objects.filter(shard=shard, database=source).exists():
        forget_map()  # somebody was quicker
        return
    with _changing_map(), connections[source].cursor() as cursor:
        cursor.execute("SELECT moved_to FROM sharding_fence WHERE shard = %s AND moved_to <> ''", [shard])
        row = cursor.fetchone()
        if row:
            # Only from the source: whoever slept since may know of a place that the shard has left again.
            LogicalShard.objects.filter(shard=shard, database=source).update(database=row[0])
