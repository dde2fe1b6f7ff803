"""The numbers on a profile, for many people at once, and remembered."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connections

from tintype.graph.counts import follow_counts
from tintype.lib.remember import Remembered
from tintype.sharding.ids import made_at
from tintype.sharding.map import grouped_by_database
from tintype.sharding.scope import shard_of

# What was said to a few by name is nobody else's business, not even how often.
POSTS = """
    SELECT account.id, posts, newest FROM unnest(%s::bigint[]) AS account(id)
    CROSS JOIN LATERAL (
        SELECT count(*), coalesce(max(id), 0) FROM photos_post
        WHERE owner_id = account.id AND visibility <> 'direct' AND is_ready
    ) AS p(posts, newest)
"""

remembered: Remembered[int] = Remembered("post_counts", ttl_seconds=3600, is_bulk=True)


@dataclass(frozen=True)
class Counts:
    posts: int
    followers: int
    following: int
    last_post_at: datetime | None


def counts_of(account_ids: Iterable[int]) -> dict[int, Counts]:
    ids = list(dict.fromkeys(account_ids))
    follows, posts = follow_counts(ids), remembered.many(ids, _rows)
    return {account_id: _counts(json.loads(posts[account_id]), *follows[account_id]) for account_id in ids}


def counts(account_id: int) -> Counts:
    return counts_of([account_id])[account_id]


def _counts(of_posts: tuple[int, int], followers: int, following: int) -> Counts:
    posts, newest = of_posts
    return Counts(posts, followers, following, made_at(newest) if newest else None)


def _rows(account_ids: list[int]) -> Mapping[int, bytes]:
    made: dict[int, bytes] = {}
    for database, group in grouped_by_database(account_ids, shard_of).items():
        with connections[database].cursor() as cursor:
            cursor.execute(POSTS, [group])
            made |= {account_id: json.dumps(numbers).encode() for account_id, *numbers in cursor.fetchall()}
    return made
