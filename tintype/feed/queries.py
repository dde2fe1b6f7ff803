"""The home feed as its reader sees it: one call to Redis when it is warm."""

import logging
from dataclasses import replace
from typing import Any

from tintype.feed.build import from_shards, rebuild
from tintype.feed.records import FeedEntry, FeedPage, numbers_of
from tintype.feed.redis import FEED_LENGTH, FEED_SECONDS, READ, feed_keys
from tintype.feed.shown import shown
from tintype.lib.paging import MAX_ID, Cursor, Span, span_of
from tintype.lib.redis import RedisDown, run_script

# A page of which so much is hidden stays short.
FILLED_TIMES = 5
# A share is not shown where its post is among so many below it.
AROUND = 20

log = logging.getLogger(__name__)


def home(viewer: int, cursor: Cursor, limit: int) -> FeedPage:
    """Newest first. Without Redis it comes from the shards: slower, and complete."""
    span = span_of(cursor)
    page = _all_of(viewer, span, limit)
    if any(entry.is_share for entry in page.entries):
        return _filled(viewer, page, span, limit)
    return page


def is_at_home(viewer: int, entry_id: int) -> bool:
    """Whether this post or share is on the page that begins there: the rules are those of the page."""
    page = home(viewer, Span(before=entry_id + 1), AROUND)
    return entry_id in (entry.id for entry in page.entries)


def _filled(viewer: int, page: FeedPage, span: Span, limit: int) -> FeedPage:
    """In place of shares that are not shown comes what follows on the page."""
    entries = shown(viewer, page.entries)
    for _ in range(FILLED_TIMES):
        if len(entries) >= limit or not page.entries or not (page.next or span.from_below):
            break
        if span.from_below:
            span = replace(span, after=page.entries[0].id)
            more = _all_of(viewer, span, limit - len(entries))
            page = replace(page, entries=more.entries)
            entries = shown(viewer, [*more.entries, *entries])
        else:
            page = _all_of(viewer, replace(span, before=page.entries[-1].id), limit - len(entries))
            entries = shown(viewer, [*entries, *page.entries])
    return replace(page, entries=entries)


def _all_of(viewer: int, span: Span, limit: int) -> FeedPage:
    """With shares that the viewer may not see."""
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
    wanted = [entry for entry in entries if entry.id > span.after]
    if len(wanted) < len(entries):
        return FeedPage(wanted, None, unread)
    if ended == b"cut":
        return _continued(viewer, entries, span, limit, unread=unread)
    return FeedPage(entries, str(entries[-1].id) if ended == b"more" else None, unread)


def _parts(answer: list[Any]) -> tuple[bytes, list[FeedEntry], int | None]:
    unread, ended, found, marks = answer
    entries = [_entry(entry, mark) for entry, mark in zip(found, marks, strict=True)]
    return ended, entries, int(unread) if unread else None


def _entry(text: bytes, mark: int) -> FeedEntry:
    return FeedEntry(*numbers_of(text), mark & 1 == 1, mark > 1)


def _continued(viewer: int, entries: list[FeedEntry], span: Span, limit: int, *, unread: int | None) -> FeedPage:
    """`entries` filled up from the shards."""
    rest = replace(span, before=entries[-1].id) if entries else span
    more = from_shards(viewer, rest, limit - len(entries) + 1)
    filled = [*entries, *more]
    page = filled[:limit]
    return FeedPage(page, str(page[-1].id) if len(filled) > limit else None, unread)


def _from_below(viewer: int, answer: list[Any] | None, span: Span, limit: int) -> FeedPage:
    """What came next after `span.after`; `answer` is all that the list has below `span.before`."""
    ended, entries, unread = _parts(answer) if answer else (b"cut", [], None)
    wanted = [entry for entry in entries if entry.id > span.after]
    reaches_down = ended == b"end" or len(wanted) < len(entries)
    page = wanted[-limit:] if reaches_down else from_shards(viewer, span, limit)
    # Below lies at least what the asker has.
    return FeedPage(page, str(page[-1].id) if page else None, unread)
