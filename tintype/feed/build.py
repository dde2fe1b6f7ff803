"""A home feed from the shards: when it is missing, and where its list in Redis ends."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from tintype.feed.records import FeedEntry
from tintype.feed.redis import BUILD_SECONDS, FEED_LENGTH, FEED_SECONDS, STORE, feed_keys
from tintype.graph.sources import home_sources
from tintype.lib.paging import Span
from tintype.lib.redis import client, script
from tintype.photos.queries import liked_among, recent_posts

TRIES = 3
# Ends a list that holds all there is.
END = (0, 0)


def from_shards(viewer: int, span: Span, limit: int) -> list[FeedEntry]:
    """At most `limit` posts within the span, of everyone the viewer follows and of the viewer."""
    rows = recent_posts(home_sources(viewer).ids | {viewer}, span, limit)
    liked = liked_among(viewer, (post_id for post_id, _ in rows))
    return [FeedEntry(post_id, owner_id, post_id in liked) for post_id, owner_id in rows]


def rebuild(viewer: int) -> bool:
    """Write the viewer's feed anew. False when it kept changing meanwhile; then the next read tries again."""
    return any(_rebuild_once(viewer) for _ in range(TRIES))


@dataclass(frozen=True)
class Parts:
    """What a feed consists of; `entries` are (post id, owner id). At `until` a mute ends by itself."""

    entries: list[tuple[int, int]]
    following: set[int]
    liked: set[int]
    until: datetime | None


def parts_of(viewer: int) -> Parts:
    """As the shards have it now."""
    sources = home_sources(viewer)
    following = sources.ids | {viewer}
    entries = recent_posts(following, Span(), FEED_LENGTH)
    return Parts(entries, following, liked_among(viewer, (post_id for post_id, _ in entries)), sources.until)


def _rebuild_once(viewer: int) -> bool:
    token = secrets.token_hex(8)
    client().set(feed_keys(viewer)[3], token, ex=BUILD_SECONDS)
    parts = parts_of(viewer)
    entries = parts.entries if len(parts.entries) == FEED_LENGTH else [*parts.entries, END]
    lists: list[list[str | int]] = [
        [f"{post}:{owner}" for post, owner in entries],
        [*parts.following],
        [0, *parts.liked],
    ]
    arguments = [argument for values in lists for argument in (len(values), *values)]
    until = ceil(parts.until.timestamp()) if parts.until else ""
    return bool(script(STORE)(keys=feed_keys(viewer), args=[token, FEED_SECONDS, until, *arguments]))
