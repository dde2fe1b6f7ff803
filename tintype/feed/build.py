"""A home feed from the shards: when it is missing, and where its list in Redis ends."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from tintype.feed.records import Entry, FeedEntry
from tintype.feed.redis import BUILD_SECONDS, FEED_LENGTH, FEED_SECONDS, STORE, feed_keys
from tintype.graph.sources import home_sources
from tintype.lib.paging import Span, within_limit
from tintype.lib.redis import ask, run_script
from tintype.photos.queries import liked_among, recent_posts
from tintype.photos.shares.queries import recent_shares, shared_among

TRIES = 3
# Ends a list that holds all there is.
END = Entry(0, 0, 0)


def from_shards(viewer: int, span: Span, limit: int) -> list[FeedEntry]:
    """At most `limit` posts and shares within the span, of everyone the viewer follows and of the viewer."""
    sources = home_sources(viewer)
    entries = entries_of(sources.ids | {viewer}, sources.without_shares, span, limit)
    posts = {entry.post_id for entry in entries}
    liked, shared = liked_among(viewer, posts), shared_among(viewer, posts)
    return [FeedEntry(*entry, entry.post_id in liked, entry.post_id in shared) for entry in entries]


def entries_of(owners: set[int], without_shares: set[int], span: Span, limit: int) -> list[Entry]:
    """At most `limit` of what these people posted and shared within the span, newest first."""
    found = [Entry.of_post(*row) for row in recent_posts(owners, span, limit)]
    found += [Entry(*row) for row in recent_shares(owners - without_shares, span, limit)]
    return within_limit(found, span, limit)


def rebuild(viewer: int) -> bool:
    """Write the viewer's feed anew. False when it kept changing meanwhile; then the next read tries again."""
    return any(_rebuild_once(viewer) for _ in range(TRIES))


@dataclass(frozen=True)
class Parts:
    """What a feed consists of, as redis.py says. At `until` a mute ends by itself."""

    entries: list[Entry]
    following: set[int]
    marks: set[int]
    until: datetime | None


def parts_of(viewer: int) -> Parts:
    """As the shards have it now."""
    sources = home_sources(viewer)
    entries = entries_of(sources.ids | {viewer}, sources.without_shares, Span(), FEED_LENGTH)
    posts = {entry.post_id for entry in entries}
    marks = liked_among(viewer, posts) | {-post for post in shared_among(viewer, posts)}
    following = sources.ids | {viewer} | {-sharer for sharer in sources.without_shares}
    return Parts(entries, following, marks, sources.until)


def _rebuild_once(viewer: int) -> bool:
    token = secrets.token_hex(8)
    ask("SET", feed_keys(viewer)[3], token, "EX", BUILD_SECONDS)
    parts = parts_of(viewer)
    entries = parts.entries if len(parts.entries) == FEED_LENGTH else [*parts.entries, END]
    lists: list[list[str | int]] = [
        [entry.text for entry in entries],
        [*parts.following],
        [0, *parts.marks],
    ]
    arguments = [argument for values in lists for argument in (len(values), *values)]
    until = ceil(parts.until.timestamp()) if parts.until else ""
    return bool(run_script(STORE, feed_keys(viewer), token, FEED_SECONDS, until, *arguments))
