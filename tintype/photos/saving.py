"""Bookmarks: what somebody keeps for later, for themselves alone. `status_id` is a post's or a comment's."""

from collections.abc import Iterable
from operator import itemgetter

from tintype.lib.paging import Cursor, Page, page_of, rows_within
from tintype.photos.models import Bookmark
from tintype.sharding.ids import next_id
from tintype.sharding.scope import action_of, on_shard_of


def bookmark(viewer: int, status_id: int) -> None:
    """Twice is once. The caller has seen to it that the viewer may see it."""
    with action_of(viewer):
        made = Bookmark(account_id=viewer, status_id=status_id, made_id=next_id())
        Bookmark.objects.bulk_create([made], ignore_conflicts=True)


def unbookmark(viewer: int, status_id: int) -> None:
    with action_of(viewer):
        Bookmark.objects.filter(account_id=viewer, status_id=status_id).delete()


def bookmarks(viewer: int, cursor: Cursor, limit: int) -> Page[int]:
    """Last kept first; what was deleted meanwhile, or may be seen no more, is among them."""
    with on_shard_of(viewer):
        found = Bookmark.objects.filter(account_id=viewer).values_list("made_id", "status_id")
        shown, has_more = rows_within(found, "made_id", cursor, limit)
    return page_of(shown, [status_id for _, status_id in shown], itemgetter(0), has_more=has_more)


def bookmarked_among(viewer: int, status_ids: Iterable[int]) -> set[int]:
    with on_shard_of(viewer):
        kept = Bookmark.objects.filter(account_id=viewer, status_id__in=list(status_ids))
        return set(kept.values_list("status_id", flat=True))
