"""What a person has been told."""

from operator import attrgetter

from django.db.models import QuerySet

from tintype.accounts.queries import people
from tintype.accounts.records import Person
from tintype.graph.mutes.queries import unheard_by
from tintype.graph.queries import cut_from
from tintype.lib.paging import Cursor, Page, page_of, rows_within
from tintype.notify.models import Notification, ReadMarker
from tintype.notify.records import ActivityRecord, ToldRecord, Which
from tintype.notify.unread import keep_unread
from tintype.photos.queries import visible_posts
from tintype.photos.records import PostRecord
from tintype.sharding.ids import made_at
from tintype.sharding.scope import on_shard_of

# More than this is shown as "99+".
MOST_COUNTED = 100
EVERYTHING = Which()


def told(viewer: int, cursor: Cursor, limit: int, which: Which = EVERYTHING) -> Page[ToldRecord]:
    """Newest first. Whether the viewer may still see what each is about, the caller finds out by the door."""
    hidden = unheard_from(viewer)
    with on_shard_of(viewer):
        shown, has_more = rows_within(_wanted(viewer, which).exclude(actor_id__in=hidden), "id", cursor, limit)
    actors = people(note.actor_id for note in shown)
    items = [_told(note, actors[note.actor_id]) for note in shown if note.actor_id in actors]
    return page_of(shown, items, attrgetter("id"), has_more=has_more)


def told_once(viewer: int, note_id: int) -> ToldRecord | None:
    """That one, unless it is somebody else's, or of somebody whom the viewer does not hear of."""
    hidden = unheard_from(viewer)
    with on_shard_of(viewer):
        note = Notification.objects.filter(account_id=viewer, id=note_id).exclude(actor_id__in=hidden).first()
    actors = people([note.actor_id]) if note else {}
    return _told(note, actors[note.actor_id]) if note and note.actor_id in actors else None


def unheard_from(viewer: int) -> set[int]:
    """A block stands between, or the viewer has muted them and their notifications."""
    return cut_from(viewer) | unheard_by(viewer)


def _wanted(viewer: int, which: Which) -> QuerySet[Notification]:
    """Inside the viewer's scope."""
    found = Notification.objects.filter(account_id=viewer)
    if which.kinds is not None:
        found = found.filter(kind__in=which.kinds)
    return found if which.actor_id is None else found.filter(actor_id=which.actor_id)


def _told(note: Notification, actor: Person) -> ToldRecord:
    return ToldRecord(note.id, note.kind, actor, note.post_id, note.comment_id, note.text, made_at(note.id))


def activity(viewer: int, cursor: Cursor, limit: int) -> Page[ActivityRecord]:
    """As `told`, with the posts; without those that the viewer may not see."""
    page = told(viewer, cursor, limit)
    posts = visible_posts(viewer, (note.post_id for note in page.items if note.post_id))
    with on_shard_of(viewer):
        last_read = last_read_id(viewer)
    items = [
        _line(note, posts.get(note.post_id), is_read=note.id <= last_read)
        for note in page.items
        if not note.post_id or note.post_id in posts
    ]
    return Page(items, page.next, page.previous)


def _line(note: ToldRecord, post: PostRecord | None, *, is_read: bool) -> ActivityRecord:
    return ActivityRecord(
        id=note.id,
        kind=note.kind,
        actor=note.actor,
        post_id=post.id if post else None,
        comment_id=note.comment_id,
        thumb=post.photos[0] if post and post.photos else None,
        text=note.text,
        created_at=note.created_at,
        is_read=is_read,
    )


def last_read_id(viewer: int) -> int:
    """Inside the viewer's scope."""
    return ReadMarker.objects.filter(account_id=viewer).values_list("last_read_id", flat=True).first() or 0


def unread_count(viewer: int) -> int:
    """How many are new, up to MOST_COUNTED; kept for the home feed's next read."""
    with on_shard_of(viewer):
        count = _count_new(_wanted(viewer, EVERYTHING), viewer, MOST_COUNTED)
    keep_unread(viewer, count)
    return count


def count_unread(viewer: int, most: int, which: Which) -> int:
    """How many of those that `told` shows are new, up to `most`."""
    hidden = unheard_from(viewer)
    with on_shard_of(viewer):
        return _count_new(_wanted(viewer, which).exclude(actor_id__in=hidden), viewer, most)


def _count_new(notes: QuerySet[Notification], viewer: int, most: int) -> int:
    return len(notes.filter(id__gt=last_read_id(viewer)).values_list("id")[:most])
