"""Reading and writing the owner map. A post that it does not name is looked up in the shards (photos.queries)."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tintype.lib.differences import in_batches
from tintype.lib.redis import Call, Command, RedisDown, each, run_scripts
from tintype.photos.owners.redis import LEAF_POSTS, READ, WRITE, by_shard, id_of, owner_from, owners_key, tick_of
from tintype.sharding.scope import LOGICAL_SHARDS

# All shards have leaves: one after the other they take 16,384 round trips, 1.6 s.
ASKED_AT_ONCE = 256

log = logging.getLogger(__name__)


def look_up(post_ids: Iterable[int]) -> dict[int, int | None]:
    """The owners of those it knows, None for a deleted post. Those that it does not know are left out."""
    groups = by_shard(post_ids)
    answers = _run_all(READ, [(shard, list(map(tick_of, group))) for shard, group in groups.items()])
    return {
        post_id: owner_from(value, shard)
        for (shard, group), values in zip(groups.items(), answers, strict=True)
        for post_id, value in zip(group, values, strict=True)
        if value is not None
    }


def put(owners: Mapping[int, int]) -> None:
    """Of posts that stand. What it knows of a post already stays, also that it is deleted."""
    _write("HSETNX", {post_id: str(owner_id // LOGICAL_SHARDS) for post_id, owner_id in owners.items()})


def keep_owners(owners: Mapping[int, int]) -> None:
    """As `put`, for what can do without: a post that the map does not know is looked up in the shards."""
    try:
        put(owners)
    except RedisDown:
        log.warning("Redis away while keeping the owners of %s posts", len(owners))


def forget(post_ids: Iterable[int]) -> None:
    """These are deleted, for good: an id never comes again."""
    _write("HSET", dict.fromkeys(post_ids, ""))


def drop(post_ids: Iterable[int]) -> None:
    """It knows nothing of these any more. For what is found to be wrong."""
    _write("HDEL", dict.fromkeys(post_ids, ""))


def known_of(shards: Sequence[int]) -> Iterator[int]:
    """The posts of these logical shards that it knows, also those that are deleted.

    One that comes into another leaf meanwhile may be missing.
    """
    for some in in_batches(shards, ASKED_AT_ONCE):
        starts = _asked("ZRANGE", ((owners_key(shard), 0, -1) for shard in some))
        leaves = [(shard, start) for shard, more in zip(some, starts, strict=True) for start in (b"0", *more)]
        for few in in_batches(leaves, ASKED_AT_ONCE):
            found = _asked("HKEYS", ((f"{owners_key(shard)}:{start.decode()}",) for shard, start in few))
            for (shard, _), fields in zip(few, found, strict=True):
                yield from (id_of(int.from_bytes(field, "big"), shard) for field in fields)


def _asked(command: str, calls: Iterable[tuple[Any, ...]]) -> list[Any]:
    """The answers to many calls of a command, whose first argument is a key."""
    return each([Command(arguments[0], (command, *arguments)) for arguments in calls])


def _write(command: str, values: Mapping[int, str]) -> None:
    calls = [
        (shard, [command, LEAF_POSTS, *(word for post_id in group for word in (tick_of(post_id), values[post_id]))])
        for shard, group in by_shard(values).items()
    ]
    _run_all(WRITE, calls)


def _run_all(source: str, calls: list[tuple[int, list[Any]]]) -> list[Any]:
    """One call a logical shard; shards share no slot in Redis Cluster."""
    return run_scripts(source, [Call([owners_key(shard)], arguments) for shard, arguments in calls])
