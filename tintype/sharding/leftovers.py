"""Rows that lie in a physical database while the map says that their logical shard lives in another one."""

from collections.abc import Iterator
from functools import partial

from django.db import connections, transaction

from tintype.lib.differences import Difference
from tintype.sharding.databases import shard_databases
from tintype.sharding.fence import sharded_models
from tintype.sharding.map import place_of
from tintype.sharding.models import ShardedModel
from tintype.sharding.walk import ask, key_columns, table_of

# Physical database, table, logical shard.
Lot = tuple[str, str, int]
# Only numbers come back, so a batch may be larger than where rows do.
BATCH = 50_000
LOTS = """
    WITH batch AS MATERIALIZED (
        SELECT {keys}, {shard} AS lot FROM {table} {after} ORDER BY {keys} LIMIT {batch}
    ),
    edge AS (SELECT {keys} FROM batch ORDER BY {backwards} LIMIT 1)
    SELECT DISTINCT lot, {edge} FROM batch CROSS JOIN edge
"""
COUNTS = "SELECT {shard}, count(*) FROM {table} WHERE {shard} = ANY(%s) GROUP BY 1"
GAVE_AWAY = "SELECT shard FROM sharding_fence WHERE moved_to <> '' AND shard = ANY(%s)"
# As a replica's apply worker writes, so past the fence.
AS_REPLICA = "SET LOCAL session_replication_role = replica"
DELETE = "DELETE FROM {table} WHERE {shard} = %s"


def lots() -> Iterator[list[Lot]]:
    """Every shard of which a table has rows, as often as batches have."""
    for database in shard_databases():
        for model in sharded_models():
            for shards in _shards_in(database, model):
                yield [(database, table_of(model), shard) for shard in shards]


def _shards_in(database: str, model: type[ShardedModel]) -> Iterator[list[int]]:
    keys, after, edge = key_columns(model), "", ()
    while rows := ask(database, _lots_after(model, keys, after), edge):
        yield [row[0] for row in rows]
        edge, after = rows[0][1:], f"WHERE ({', '.join(keys)}) > ({', '.join(['%s'] * len(keys))})"


def _lots_after(model: type[ShardedModel], keys: list[str], after: str) -> str:
    return LOTS.format(
        keys=", ".join(keys),
        shard=model.shard_key.of(""),
        table=table_of(model),
        after=after,
        batch=BATCH,
        backwards=", ".join(f"{key} DESC" for key in keys),
        edge=", ".join(f"edge.{key}" for key in keys),
    )


def compare_lots(found: list[Lot]) -> list[Difference[Lot]]:
    """A shard that moves lies in both; a moved one is deleted before it counts as moved."""
    groups: dict[tuple[str, str], list[int]] = {}
    for database, table, shard in found:
        place = place_of(shard)
        if place.database != database and not place.is_moving:
            groups.setdefault((database, table), []).append(shard)
    return [difference for group, shards in groups.items() for difference in _leftovers(*group, shards)]


def _leftovers(database: str, table: str, shards: list[int]) -> Iterator[Difference[Lot]]:
    model = next(model for model in sharded_models() if table_of(model) == table)
    counts = ask(database, COUNTS.format(shard=model.shard_key.of(""), table=table), [shards])
    gave_away = {shard for (shard,) in ask(database, GAVE_AWAY, [shards])}
    for shard, count in counts:
        lot, home = (database, table, shard), place_of(shard).database
        text = f"{database} holds rows of logical shard {shard}, which lives in {home}: {count:,} in {table}"
        if shard in gave_away:
            yield Difference(lot, f"{text}, left over from a move.", partial(_delete, database, model, shard))
        else:
            # Nothing says that these rows are the older ones.
            yield Difference(lot, f"{text}. It was never moved from here, so no repair deletes them.")


def _delete(database: str, model: type[ShardedModel], shard: int) -> None:
    with transaction.atomic(using=database), connections[database].cursor() as cursor:
        cursor.execute(AS_REPLICA)
        cursor.execute(DELETE.format(table=table_of(model), shard=model.shard_key.of("")), [shard])
