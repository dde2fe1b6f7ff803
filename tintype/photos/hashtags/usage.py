"""How often hashtags are used, remembered for minutes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils import timezone

from tintype.accounts.queries import people
from tintype.lib.remember import Remembered
from tintype.photos.hashtags.records import Day, Usage
from tintype.photos.owners.queries import owners_of
from tintype.photos.tags import shard_of_tag
from tintype.sharding.ids import made_at
from tintype.sharding.walk import gathered

DAYS = 7
DAY_SECONDS = 24 * 3600
REMEMBERED_SECONDS = 5 * 60
# Of a hashtag that more posts have, the week is told by the newest of them.
LOOKED_AT = 500
# And beyond these nobody counts: a number of this size says enough.
MOST_COUNTED = 10_000

NEWEST = """
    SELECT wanted.tag, entry.post_id FROM unnest(%s::integer[], %s::text[]) AS wanted(shard, tag)
    CROSS JOIN LATERAL (
        SELECT post_id FROM photos_tagentry
        WHERE shard = wanted.shard AND tag = wanted.tag ORDER BY post_id DESC LIMIT %s
    ) AS entry
"""
COUNT = """
    SELECT wanted.tag, number FROM unnest(%s::integer[], %s::text[]) AS wanted(shard, tag)
    CROSS JOIN LATERAL (
        SELECT count(*) FROM (
            SELECT FROM photos_tagentry WHERE shard = wanted.shard AND tag = wanted.tag LIMIT %s
        ) AS first
    ) AS counted(number)
"""

remembered: Remembered[str] = Remembered("hashtag", ttl_seconds=REMEMBERED_SECONDS, is_bulk=True)


def usage_of(tags: Iterable[str]) -> dict[str, Usage]:
    """Of each of these hashtags, also of those that nobody ever used."""
    found = remembered.many(dict.fromkeys(tags), _counted)
    return {tag: _read(json.loads(data)) for tag, data in found.items()}


def _read(data: dict[str, Any]) -> Usage:
    return Usage(data["posts"], tuple(Day(**day) for day in data["days"]))


def _counted(tags: list[str]) -> Mapping[str, bytes]:
    entries: dict[str, list[int]] = {tag: [] for tag in tags}
    for tag, post_id in _asked(NEWEST, tags, LOOKED_AT):
        entries[tag].append(post_id)
    numbers = dict(_asked(COUNT, (tag for tag in tags if len(entries[tag]) == LOOKED_AT), MOST_COUNTED))
    owners = _public_owners(post_id for post_ids in entries.values() for post_id in post_ids)
    return {tag: json.dumps(asdict(_usage(entries[tag], owners, numbers.get(tag)))).encode() for tag in tags}


def _asked(statement: str, tags: Iterable[str], most: int) -> list[tuple[Any, ...]]:
    return gathered(statement, tags, shard_of_tag, lambda group: [[*map(shard_of_tag, group)], group, most])


def _public_owners(post_ids: Iterable[int]) -> dict[int, int]:
    """Whose each post is; without private accounts: what these post is their followers' business."""
    owners = owners_of(post_ids)
    public = {person.id for person in people(owners.values()).values() if not person.is_private}
    return {post_id: owner for post_id, owner in owners.items() if owner in public}


def _usage(post_ids: list[int], owners: dict[int, int], number: int | None) -> Usage:
    shown = [post_id for post_id in post_ids if post_id in owners]
    by_day: dict[int, list[int]] = {}
    for post_id in shown:
        by_day.setdefault(_start_of_day(made_at(post_id)), []).append(owners[post_id])
    today = _start_of_day(timezone.now())
    starts = [today - back * DAY_SECONDS for back in range(DAYS)]
    days = [Day(start, len(found), len(set(found))) for start in starts for found in [by_day.get(start, [])]]
    return Usage(len(shown) if number is None else number, tuple(days))


def _start_of_day(moment: datetime) -> int:
    return int(moment.timestamp()) // DAY_SECONDS * DAY_SECONDS
