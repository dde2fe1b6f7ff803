"""Which shares of a page its reader gets to see."""

from collections.abc import Iterable

from tintype.feed.records import FeedEntry
from tintype.photos.shares.queries import shown_in_feed


def shown(viewer: int, entries: Iterable[FeedEntry]) -> list[FeedEntry]:
    """Each post once: where it stands there by itself, its shares are left out, else the newest share shows it.

    The list in Redis says that the reader follows the sharer. Whether they may see the post is asked here, of the
    shards: its owner may be a stranger, or have blocked the reader, or have become private since.
    """
    entries = list(entries)
    seen = {entry.post_id for entry in entries if not entry.is_share}
    shared = {entry.post_id for entry in entries if entry.is_share} - seen
    allowed = shown_in_feed(viewer, shared) if shared else set()
    page = []
    for entry in entries:
        if entry.is_share and entry.post_id in allowed:
            allowed.discard(entry.post_id)
            page.append(entry)
        elif not entry.is_share:
            page.append(entry)
    return page
