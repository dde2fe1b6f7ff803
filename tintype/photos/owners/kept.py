"""Reading and writing the owner map. A post that it does not name is looked up in the shards (photos.queries)."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from redis.exceptions import NoScriptError

from tintype.lib.redis import RedisDown, client, script
from tintype.photos.owners.redis import LEAF_POSTS, READ, WRITE, by_shard, id_of, owner_from, owners_key, tick_of
from tintype.sharding.scope import LOGICAL_SHARDS

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


def known_of(shard: int) -> Iterator[int]:
    """The posts of a logical shard that it knows, also those that are deleted.

    One that comes into another leaf meanwhile may be missing.
    """
    name = owners_key(shard)
    for start in (b"0", *client().zrange(name, 0, -1)):
        for field in client().hkeys(f"{name}:{start.decode()}"):
            yield id_of(int.from_bytes(field, "big"), shard)


def _write(command: str, values: Mapping[int, str]) -> None:
    calls = [
        (shard, [command, LEAF_POSTS, *(word for post_id in group for word in (tick_of(post_id), values[post_id]))])
        for shard, group in by_shard(values).items()
    ]
    _run_all(WRITE, calls)


def _run_all(source: str, calls: list[tuple[int, list[Any]]]) -> list[Any]:
    """One call a logical shard, all in one round trip; shards share no slot in Redis Cluster."""
    if not calls:
        return []
    made = script(source)
    try:
        return _evaluate(made.sha, calls)
    except NoScriptError:
        client().script_load(source)
        return _evaluate(made.sha, calls)


def _evaluate(sha: str, calls: list[tuple[int, list[Any]]]) -> list[Any]:
    with client().pipeline(transaction=False) as pipeline:
        for shard, arguments in calls:
            pipeline.execute_command("EVALSHA", sha, 1, owners_key(shard), *arguments)
        return list(pipeline.execute())
