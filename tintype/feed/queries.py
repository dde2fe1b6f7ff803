"""The home feed as its reader sees it: one call to Redis when it is warm."""

import logging
from typing import Any

from tintype.feed.build import from_shards, rebuild
from tintype.feed.records import FeedEntry, FeedPage
from tintype.feed.redis import FEED_SECONDS, READ, feed_keys
from tintype.lib.paging import before_id, parse_id
from tintype.lib.redis import RedisDown, run_script

log = logging.getLogger(__name__)


def home(viewer: int, before: str | None, limit: int) -> FeedPage:
    """Newest first. Without Redis it comes from the shards: slower, and complete."""
    try:
        answer = _read(viewer, before, limit)
        if answer is None and rebuild(viewer):
            answer = _read(viewer, before, limit)
    except RedisDown:
        log.warning("Redis away: the home feed of %s comes from the shards", viewer)
        answer = None
    if answer is None:
        return _continued(viewer, [], before, limit, unread=None)
    return _page(viewer, answer, before, limit)


def _read(viewer: int, before: str | None, limit: int) -> list[Any] | None:
    cursor = parse_id(before) or ""
    answer: list[Any] | None = run_script(READ, feed_keys(viewer), cursor, limit, FEED_SECONDS)
    return answer


def _page(viewer: int, answer: list[Any], before: str | None, limit: int) -> FeedPage:
    unread, ended, found, liked = answer
    entries = [_entry(entry, is_liked) for entry, is_liked in zip(found, liked, strict=True)]
    number = int(unread) if unread else None
    if ended == b"cut":
        return _continued(viewer, entries, before, limit, unread=number)
    return FeedPage(entries, str(entries[-1].post_id) if ended == b"more" else None, number)


def _entry(entry: bytes, is_liked: int) -> FeedEntry:
    post_id, owner_id = entry.split(b":")
    return FeedEntry(int(post_id), int(owner_id), is_liked == 1)


def _continued(
    viewer: int, entries: list[FeedEntry], before: str | None, limit: int, *, unread: int | None
) -> FeedPage:
    """`entries` filled up from the shards."""
    last = entries[-1].post_id if entries else before_id(before)
    more = from_shards(viewer, last, limit - len(entries) + 1)
    filled = [*entries, *more]
    shown = filled[:limit]
    return FeedPage(shown, str(shown[-1].post_id) if len(filled) > limit else None, unread)
