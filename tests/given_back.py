"""Tests of moves change the shard map for good, and others count on an even one: here it is put back between them."""

from collections import defaultdict

from django.db import connections

from tests.moves.watch import Watch
from tintype.sharding.actions import set_moving, set_place
from tintype.sharding.databases import shard_databases
from tintype.sharding.map import forget_map
from tintype.sharding.models import LogicalShard, Move
from tintype.sharding.moves.plan import ENDED, plan_moves, unfinished
from tintype.sharding.moves.run import carry_out
from tintype.sharding.scope import LOGICAL_SHARDS


def home_at_first(shard: int) -> str:
    """Where a new site puts it."""
    places = shard_databases()
    return places[shard * len(places) // LOGICAL_SHARDS]


def away_from_home() -> dict[str, list[int]]:
    """The shards that were moved, by the database where they lived at first."""
    found: dict[str, list[int]] = defaultdict(list)
    for shard, database in LogicalShard.objects.order_by("shard").values_list("shard", "database"):
        if database != (home := home_at_first(shard)):
            found[home].append(shard)
    return found


def move_home() -> None:
    """Whatever was begun is ended, and whoever was moved lives at home again, with all rows."""
    for move in unfinished():
        carry_out(move, Watch())
    for home, shards in away_from_home().items():
        for move in plan_moves(shards, home):
            carry_out(move, Watch())


def give_map_back() -> None:
    """Past the mover, so also where a test failed in the middle: no row of a shard is moved by this."""
    for database in shard_databases():
        with connections[database].cursor() as cursor:
            cursor.execute("DELETE FROM sharding_fence")
    Move.objects.exclude(step__in=ENDED).delete()
    if moving := list(LogicalShard.objects.filter(is_moving=True).values_list("shard", flat=True)):
        set_moving(moving, is_moving=False)
    for home, shards in away_from_home().items():
        set_place(shards, home)
    # A test may have changed a row behind the version's back.
    forget_map()
