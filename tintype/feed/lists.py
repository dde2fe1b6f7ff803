"""The timeline of a list of people. Nobody keeps it: it comes from the shards of those who are in the list."""

from operator import attrgetter

from tintype.feed.build import entries_of
from tintype.feed.records import FeedEntry
from tintype.feed.shown import shown
from tintype.graph.lists.queries import timeline_sources
from tintype.lib.paging import Cursor, Page, page_of, span_of


def list_timeline(viewer: int, list_id: int, cursor: Cursor, limit: int) -> Page[int]:
    """The ids of posts and shares, newest first; what of them may be seen is asked where they are shown.

    Raises NotFound where the viewer has no such list.
    """
    sources, span = timeline_sources(viewer, list_id), span_of(cursor)
    found = entries_of(sources.ids, sources.without_shares, span, limit + 1)
    # From below the page is the lower end of what was found, and below it lies at least what the asker has.
    part, has_more = (found[-limit:], bool(found)) if span.from_below else (found[:limit], len(found) > limit)
    once = shown(viewer, [FeedEntry(*entry, is_liked=False, is_shared=False) for entry in part])
    return page_of(part, [entry.id for entry in once], attrgetter("id"), has_more=has_more)
