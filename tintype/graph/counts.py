"""How many follow a person, and how many they follow: for many people at once, and remembered."""

import json
from collections.abc import Iterable, Mapping

from django.db import connections

from tintype.lib.remember import Remembered
from tintype.sharding.map import grouped_by_database
from tintype.sharding.scope import shard_of

COUNTS = """
    SELECT account.id, coalesce(followers, 0), following FROM unnest(%s::bigint[]) AS account(id)
    LEFT JOIN graph_followercount ON account_id = account.id
    CROSS JOIN LATERAL (SELECT count(*) FROM graph_following WHERE follower_id = account.id) AS f(following)
"""

remembered: Remembered[int] = Remembered("follow_counts", ttl_seconds=3600, is_bulk=True)


def follow_counts(account_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """(followers, following) of each."""
    found = remembered.many(dict.fromkeys(account_ids), _rows)
    return {account_id: tuple(json.loads(data)) for account_id, data in found.items()}


def _rows(account_ids: list[int]) -> Mapping[int, bytes]:
    made: dict[int, bytes] = {}
    for database, group in grouped_by_database(account_ids, shard_of).items():
        with connections[database].cursor() as cursor:
            cursor.execute(COUNTS, [group])
            made |= {account_id: json.dumps(numbers).encode() for account_id, *numbers in cursor.fetchall()}
    return made
