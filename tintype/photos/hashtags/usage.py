"""How often hashtags are used, remembered for minutes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connections
from django.utils import timezone

from tintype.accounts.queries import people
from tintype.lib.remember import Remembered
from tintype.photos.hashtags.records import Day, Usage
from tintype.photos.owners.queries import owners_of
from tintype.photos.tags import shard_of_tag
from tintype.sharding.ids import first_id_at, made_at
from tintype.sharding.map import grouped_by_database

DAYS = 7
DAY_SECONDS = 24 * 3600
REMEMBERED_SECONDS = 5 * 60
# Beyond these nobody counts: a number of this size says enough.
MOST_COUNTED = 10_000
MOST_OF_A_WEEK = 1_000

COUNT = """
    SELECT wanted.tag, (
        SELECT count(*) FROM (
            SELECT FROM photos_tagentry WHERE shard = wanted.shard AND tag = wanted.tag LIMIT %s
        ) AS counted
    )
    FROM unnest(%s::integer[], %s::text[]) AS wanted(shard, tag)
"""
OF_A_WEEK = """
    SELECT wanted.tag, entry.post_id FROM unnest(%s::integer[], %s::text[]) AS wanted(shard, tag)
    CROSS JOIN LATERAL (
        SELECT post_id FROM photos_tagentry
        WHERE shard = wanted.shard AND tag = wanted.tag AND post_id >= %s ORDER BY post_id DESC LIMIT %s
    ) AS entry
"""

remembered: Remembered[str] = Remembered("hashtag", ttl_seconds=REMEMBERED_SECONDS)


def usage_of(tags: Iterable[str]) -> dict[str, Usage]:
    """Of each of these hashtags, also of those that nobody ever used."""
    found = remembered.many(dict.fromkeys(tags), _counted)
    return {tag: _read(json.loads(data)) for tag, data in found.items()}


def _read(data: dict[str, Any]) -> Usage:
    return Usage(data["posts"], tuple(Day(**day) for day in data["days"]))


def _counted(tags: list[str]) -> Mapping[str, bytes]:
    today = timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    since = today - timedelta(days=DAYS - 1)
    posts: dict[str, int] = {}
    recent: list[tuple[str, int]] = []
    for database, group in grouped_by_database(tags, shard_of_tag).items():
        shards = [shard_of_tag(tag) for tag in group]
        with connections[database].cursor() as cursor:
            cursor.execute(COUNT, [MOST_COUNTED, shards, group])
            posts |= cursor.fetchall()
            cursor.execute(OF_A_WEEK, [shards, group, first_id_at(since), MOST_OF_A_WEEK])
            recent += cursor.fetchall()
    by_day = _by_day(recent)
    starts = [int((today - timedelta(days=back)).timestamp()) for back in range(DAYS)]

    def used(tag: str) -> Usage:
        owners = {start: by_day.get((tag, start), []) for start in starts}
        return Usage(posts[tag], tuple(Day(start, len(found), len(set(found))) for start, found in owners.items()))

    return {tag: json.dumps(asdict(used(tag))).encode() for tag in tags}


def _by_day(recent: list[tuple[str, int]]) -> dict[tuple[str, int], list[int]]:
    """The owners of the posts of each hashtag and day, without private accounts, whose posts are nobody's business."""
    owners = owners_of(post_id for _, post_id in recent)
    shown = {person.id for person in people(owners.values()).values() if not person.is_private}
    found: dict[tuple[str, int], list[int]] = {}
    for tag, post_id in recent:
        if owners.get(post_id) in shown:
            found.setdefault((tag, _start_of_day(made_at(post_id))), []).append(owners[post_id])
    return found


def _start_of_day(moment: datetime) -> int:
    return int(moment.timestamp()) // DAY_SECONDS * DAY_SECONDS
