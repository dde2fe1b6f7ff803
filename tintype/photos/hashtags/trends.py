"""What is used and liked most just now, remembered for minutes.

Only the newest posts are looked at, by the index that the public timeline goes by: what a large site has beyond them is
not read for this.
"""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import connections
from django.utils import timezone

from tintype.accounts.queries import people
from tintype.graph.mutes.queries import muted_by
from tintype.lib.remember import Remembered
from tintype.lib.text import tags_in
from tintype.photos.queries import visible_posts
from tintype.photos.records import PostRecord
from tintype.sharding.databases import shard_databases
from tintype.sharding.ids import first_id_at

REMEMBERED_SECONDS = 5 * 60
DAYS = 7
MOST_KEPT = 200
# Of each database.
POSTS_LOOKED_AT = 20_000
CAPTIONS_LOOKED_AT = 2_000

BEST = """
    SELECT id, score FROM (
        SELECT id, like_count + 2 * comment_count + 2 * share_count AS score FROM photos_post
        WHERE visibility = 'public' AND is_ready AND id >= %s AND NOT is_sensitive ORDER BY id DESC LIMIT %s
    ) AS newest
    ORDER BY score DESC, id DESC LIMIT %s
"""
CAPTIONS = """
    SELECT id, owner_id, caption FROM (
        SELECT id, owner_id, caption FROM photos_post
        WHERE visibility = 'public' AND is_ready AND id >= %s ORDER BY id DESC LIMIT %s
    ) AS newest
    WHERE strpos(caption, '#') > 0
"""

remembered: Remembered[str] = Remembered("trends", ttl_seconds=REMEMBERED_SECONDS, is_bulk=True)


def trending_posts(viewer: int | None, limit: int, offset: int = 0, days: int = DAYS) -> list[PostRecord]:
    """Those that most people liked, commented and shared; on a quiet site the newest."""
    ids = _remembered(f"posts:{days}")[offset : offset + limit]
    posts, muted = visible_posts(viewer, ids), muted_by(viewer)
    shown = [posts[post_id] for post_id in ids if post_id in posts and posts[post_id].is_listed]
    return [post for post in shown if post.owner.id not in muted]


def trending_tags(limit: int, offset: int = 0) -> list[str]:
    """Those that most people used."""
    return list(_remembered("tags")[offset : offset + limit])


def _remembered(what: str) -> Any:
    return json.loads(remembered.many([what], _made)[what])


def _made(wanted: list[str]) -> Mapping[str, bytes]:
    """`tags`, or `posts:` and how many days."""
    days = {what: what.partition(":")[2] for what in wanted}
    return {what: json.dumps(_posts(int(days[what])) if days[what] else _tags()).encode() for what in wanted}


def _rows(statement: str, days: int, *limits: int) -> list[tuple[Any, ...]]:
    """While a shard moves, two databases have it: each post once."""
    since = first_id_at(timezone.now() - timedelta(days=days))
    found: dict[int, tuple[Any, ...]] = {}
    for database in shard_databases():
        with connections[database].cursor() as cursor:
            cursor.execute(statement, [since, *limits])
            found |= {row[0]: row for row in cursor.fetchall()}
    return list(found.values())


def _posts(days: int) -> list[int]:
    best = sorted(_rows(BEST, days, POSTS_LOOKED_AT, MOST_KEPT), key=lambda row: (row[1], row[0]), reverse=True)
    return [row[0] for row in best[:MOST_KEPT]]


def _tags() -> list[str]:
    rows = _rows(CAPTIONS, DAYS, CAPTIONS_LOOKED_AT)
    shown = {person.id for person in people(owner for _, owner, _ in rows).values() if not person.is_private}
    used = {(tag, owner) for _, owner, caption in rows if owner in shown for tag in tags_in(caption)}
    by_number = Counter(tag for tag, _ in used)
    return [tag for tag, _ in sorted(by_number.items(), key=lambda item: (-item[1], item[0]))[:MOST_KEPT]]
