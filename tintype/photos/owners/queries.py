"""Whose a post is: by the owner map, and by the shards where that does not know. Shows nothing to anybody."""

import logging
from collections.abc import Iterable

from tintype.lib.redis import RedisDown
from tintype.photos.models import Post
from tintype.photos.owners.kept import keep_owners, look_up
from tintype.sharding.map import grouped_by_database
from tintype.sharding.scope import on_database, shard_of_id

log = logging.getLogger(__name__)


def owners_of(post_ids: Iterable[int]) -> dict[int, int]:
    """Deleted ones are left out, but for one deleted just now: who must know asks `photos.queries.existing`."""
    wanted = list(dict.fromkeys(post_ids))
    try:
        known = look_up(wanted)
    except RedisDown:
        log.warning("Redis away: the owners of %s posts come from the shards", len(wanted))
        return owners_in_shards(wanted)
    found = owners_in_shards(post_id for post_id in wanted if post_id not in known)
    keep_owners(found)
    return {post_id: owner_id for post_id, owner_id in known.items() if owner_id is not None} | found


def owner_of(post_id: int) -> int | None:
    """As `owners_of`, of one post; None once it is deleted."""
    return owners_of([post_id]).get(post_id)


def owners_in_shards(post_ids: Iterable[int]) -> dict[int, int]:
    owners: dict[int, int] = {}
    for database, group in grouped_by_database(post_ids, shard_of_id).items():
        with on_database(database):
            owners |= Post.objects.filter(id__in=group).values_list("id", "owner_id")
    return owners
