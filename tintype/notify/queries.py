"""What a person has been told."""

from operator import attrgetter

from tintype.accounts.queries import people
from tintype.accounts.records import Person
from tintype.graph.queries import cut_from
from tintype.lib.paging import Cursor, Page, page_of, rows_within
from tintype.notify.models import Notification, ReadMarker
from tintype.notify.records import ActivityRecord
from tintype.notify.unread import keep_unread
from tintype.photos.queries import visible_posts
from tintype.photos.records import PostRecord
from tintype.sharding.ids import made_at
from tintype.sharding.scope import on_shard_of

# More than this is shown as "99+".
MOST_COUNTED = 100


def activity(viewer: int, cursor: Cursor, limit: int) -> Page[ActivityRecord]:
    """Newest first, without people with a block between them and the viewer, nor posts the viewer may not see."""
    hidden = cut_from(viewer)
    with on_shard_of(viewer):
        found = Notification.objects.filter(account_id=viewer).exclude(actor_id__in=hidden)
        shown, has_more = rows_within(found, "id", cursor, limit)
        last_read = last_read_id(viewer)
    actors = people(note.actor_id for note in shown)
    posts = visible_posts(viewer, (note.post_id for note in shown if note.post_id))
    items = [
        _record(note, actors[note.actor_id], posts.get(note.post_id), is_read=note.id <= last_read)
        for note in shown
        if note.actor_id in actors and (not note.post_id or note.post_id in posts)
    ]
    return page_of(shown, items, attrgetter("id"), has_more=has_more)


def _record(note: Notification, actor: Person, post: PostRecord | None, *, is_read: bool) -> ActivityRecord:
    return ActivityRecord(
        id=note.id,
        kind=note.kind,
        actor=actor,
        post_id=post.id if post else None,
        thumb=post.photos[0].small if post and post.photos else None,
        thumb_is_public=post.is_public if post else False,
        text=note.text,
        created_at=made_at(note.id),
        is_read=is_read,
    )


def last_read_id(viewer: int) -> int:
    """Inside the viewer's scope."""
    return ReadMarker.objects.filter(account_id=viewer).values_list("last_read_id", flat=True).first() or 0


def unread_count(viewer: int) -> int:
    """How many are new, up to MOST_COUNTED; kept for the home feed's next read."""
    with on_shard_of(viewer):
        new = Notification.objects.filter(account_id=viewer, id__gt=last_read_id(viewer))
        count = len(new.values_list("id")[:MOST_COUNTED])
    keep_unread(viewer, count)
    return count
