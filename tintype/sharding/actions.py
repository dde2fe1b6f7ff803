"""Filling the shard map."""

from django.db import transaction

from tintype.sharding.map import forget_map, shard_databases
from tintype.sharding.models import LogicalShard
from tintype.sharding.scope import LOGICAL_SHARDS


def fill_shard_map() -> int:
    """Give every logical shard without a place one, in even ranges; returns how many were given."""
    places = shard_databases()
    with transaction.atomic():
        known = set(LogicalShard.objects.values_list("shard", flat=True))
        rows = [
            LogicalShard(shard=shard, database=places[shard * len(places) // LOGICAL_SHARDS])
            for shard in range(LOGICAL_SHARDS)
            if shard not in known
        ]
        LogicalShard.objects.bulk_create(rows, ignore_conflicts=True)
    forget_map()
    return len(rows)
