"""The home feed as its reader sees it: one call to Redis when it is warm."""

import logging
from dataclasses import replace
from typing import Any

from tintype.feed.build import from_shards, rebuild
from tintype.feed.records import FeedEntry, FeedPage
from tintype.feed.redis import FEED_LENGTH, FEED_SECONDS, READ, feed_keys
from tintype.lib.paging import MAX_ID, Cursor, Span, span_of
from tintype.lib.redis import RedisDown, run_script

log = logging.getLogger(__name__)


def home(viewer: int, cursor: Cursor, limit: int) -> FeedPage:
    """Newest first. Without Redis it comes from the shards: slower, and complete."""
    span = span_of(cursor)
    answer = _answer(viewer, span, FEED_LENGTH if span.from_below else limit)
    if span.from_below:
        return _from_below(viewer, answer, span, limit)
    if answer is None:
        return _continued(viewer, [], span, limit, unread=None)
    return _page(viewer, answer, span, limit)


def _answer(viewer: int, span: Span, limit: int) -> list[Any] | None:
    try:
        answer = _read(viewer, span.before, limit)
        if answer is None and rebuild(viewer):
            answer = _read(viewer, span.before, limit)
    except RedisDown:
        log.warning("Redis away: the home feed of %s comes from the shards", viewer)
        answer = None
    return answer


def _read(viewer: int, before: int, limit: int) -> list[Any] | None:
    cursor = before if before < MAX_ID else ""
    answer: list[Any] | None = run_script(READ, feed_keys(viewer), cursor, limit, FEED_SECONDS)
    return answer


def _page(viewer: int, answer: list[Any], span: Span, limit: int) -> FeedPage:
    ended, entries, unread = _parts(answer)
    wanted = [entry for entry in entries if entry.post_id > span.after]
    if len(wanted) < len(entries):
        return FeedPage(wanted, None, unread)
    if ended == b"cut":
        return _continued(viewer, entries, span, limit, unread=unread)
    return FeedPage(entries, str(entries[-1].post_id) if ended == b"more" else None, unread)


def _parts(answer: list[Any]) -> tuple[bytes, list[FeedEntry], int | None]:
    unread, ended, found, liked = answer
    entries = [_entry(entry, is_liked) for entry, is_liked in zip(found, liked, strict=True)]
    return ended, entries, int(unread) if unread else None


def _entry(entry: bytes, is_liked: int) -> FeedEntry:
    post_id, owner_id = entry.split(b":")
    return FeedEntry(int(post_id), int(owner_id), is_liked == 1)


def _continued(viewer: int, entries: list[FeedEntry], span: Span, limit: int, *, unread: int | None) -> FeedPage:
    """`entries` filled up from the shards."""
    rest = replace(span, before=entries[-1].post_id) if entries else span
    more = from_shards(viewer, rest, limit - len(entries) + 1)
    filled = [*entries, *more]
    shown = filled[:limit]
    return FeedPage(shown, str(shown[-1].post_id) if len(filled) > limit else None, unread)


def _from_below(viewer: int, answer: list[Any] | None, span: Span, limit: int) -> FeedPage:
    """What came next after `span.after`; `answer` is all that the list has below `span.before`."""
    ended, entries, unread = _parts(answer) if answer else (b"cut", [], None)
    wanted = [entry for entry in entries if entry.post_id > span.after]
    reaches_down = ended == b"end" or len(wanted) < len(entries)
    shown = wanted[-limit:] if reaches_down else from_shards(viewer, span, limit)
    # Below lies at least what the asker has.
    return FeedPage(shown, str(shown[-1].post_id) if shown else None, unread)
