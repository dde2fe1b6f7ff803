"""What of this room must agree: where rows lie with the shard map, and the fences with the map."""

from collections.abc import Iterator
from functools import partial

from django.db import connections

from tintype.lib.differences import Check, Difference
from tintype.sharding.actions import follow_switch, set_moving
from tintype.sharding.databases import shard_databases
from tintype.sharding.leftovers import compare_lots, lots
from tintype.sharding.map import place_of
from tintype.sharding.models import LogicalShard, Move

UNDER_WAY = [step for step in Move.Step if step not in (Move.Step.DONE, Move.Step.ROLLED_BACK)]
FENCES = "SELECT shard, moved_to FROM sharding_fence"
FENCES_OF = f"{FENCES} WHERE shard = ANY(%s)"
TAKE_AWAY = "DELETE FROM sharding_fence WHERE shard = %s AND moved_to = ''"
# Physical database, logical shard.
Fenced = tuple[str, int]


def _fenced() -> Iterator[list[Fenced]]:
    for database in shard_databases():
        with connections[database].cursor() as cursor:
            cursor.execute(FENCES)
            yield [(database, shard) for shard, _ in cursor.fetchall()]


def _compare_fences(fenced: list[Fenced]) -> list[Difference[Fenced]]:
    return [
        difference
        for database in {database for database, _ in fenced}
        for shard, moved_to in _fences_of(database, [shard for at, shard in fenced if at == database])
        for difference in _wrong_fence(database, shard, moved_to)
    ]


def _fences_of(database: str, shards: list[int]) -> list[tuple[int, str]]:
    with connections[database].cursor() as cursor:
        cursor.execute(FENCES_OF, [shards])
        return list(cursor.fetchall())


def _wrong_fence(database: str, shard: int, moved_to: str) -> Iterator[Difference[Fenced]]:
    place = place_of(shard)
    if place.is_moving:
        return
    if not moved_to:
        text = f"{database} has a fence for logical shard {shard}, which does not move."
        yield Difference((database, shard), text, partial(_take_away, database, shard))
    elif place.database == database:
        text = f"The map says that logical shard {shard} lives in {database}, which gave it away to {moved_to}."
        is_there = not _is_fenced(moved_to, shard)
        yield Difference((database, shard), text, partial(follow_switch, shard, database) if is_there else None)


def _is_fenced(database: str, shard: int) -> bool:
    return bool(_fences_of(database, [shard]))


def _take_away(database: str, shard: int) -> None:
    with connections[database].cursor() as cursor:
        cursor.execute(TAKE_AWAY, [shard])


def _moving() -> Iterator[list[int]]:
    yield list(LogicalShard.objects.filter(is_moving=True).values_list("shard", flat=True))


def _compare_moving(shards: list[int]) -> list[Difference[int]]:
    moving = LogicalShard.objects.filter(shard__in=shards, is_moving=True).values_list("shard", flat=True)
    moves = Move.objects.filter(step__in=UNDER_WAY).values_list("shards", flat=True)
    under_way = {shard for shards_of_move in moves for shard in shards_of_move}
    return [
        Difference(
            shard,
            f"Logical shard {shard} is marked as moving, but no move of it is under way.",
            partial(set_moving, [shard], False),  # noqa: FBT003 - as its signature
        )
        for shard in moving
        if shard not in under_way
    ]


CHECKS = (
    Check("shards that move", _moving, _compare_moving),
    Check("fences", _fenced, _compare_fences),
    Check("rows left over", lots, compare_lots),
)
