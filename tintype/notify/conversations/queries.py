"""The conversations of one person: direct posts that they wrote or are named in."""

from collections.abc import Collection, Sequence
from itertools import chain
from operator import attrgetter

from django.db.models import QuerySet

from tintype.accounts.queries import people
from tintype.lib.errors import NotFound
from tintype.lib.paging import Cursor, Page, page_of, rows_within
from tintype.notify.conversations.records import ConversationRecord
from tintype.notify.models import Conversation
from tintype.sharding.scope import on_shard_of

# Of all that two people ever began with each other, the newest.
MOST_BETWEEN_TWO = 100


def conversations(viewer: int, cursor: Cursor, limit: int) -> Page[ConversationRecord]:
    """Where something was said last comes first. What of it the viewer may see is asked of the door."""
    with on_shard_of(viewer):
        shown, has_more = rows_within(_shown_to(viewer), "last_id", cursor, limit)
    return page_of(shown, _records(shown), attrgetter("last_id"), has_more=has_more)


def conversation(viewer: int, post_id: int) -> ConversationRecord:
    """Raises NotFound."""
    with on_shard_of(viewer):
        found = list(_shown_to(viewer).filter(post_id=post_id))
    if not found:
        raise NotFound
    return _records(found)[0]


def between_two(viewer: int, other_id: int, *, with_hidden: bool = False) -> list[int]:
    """The posts of the conversations that the viewer has with nobody but them; that with the newest word first."""
    with on_shard_of(viewer):
        rows = Conversation.objects.filter(account_id=viewer) if with_hidden else _shown_to(viewer)
        found = rows.filter(people=[other_id]).order_by("-last_id")
        return list(found.values_list("post_id", flat=True)[:MOST_BETWEEN_TWO])


def direct_posts(viewer: int, cursor: Cursor, limit: int) -> Page[int]:
    """The posts of one's conversations, newest first."""
    with on_shard_of(viewer):
        posts = _shown_to(viewer).values_list("post_id", flat=True)
        shown, has_more = rows_within(posts, "post_id", cursor, limit)
    return page_of(shown, shown, int, has_more=has_more)


def unread_among(account_id: int, post_ids: Collection[int]) -> set[int]:
    """Those of these conversations in which something is new to this person."""
    with on_shard_of(account_id):
        unread = Conversation.objects.filter(account_id=account_id, post_id__in=post_ids, is_unread=True)
        return set(unread.values_list("post_id", flat=True))


def _shown_to(viewer: int) -> QuerySet[Conversation]:
    return Conversation.objects.filter(account_id=viewer, is_hidden=False)


def _records(rows: Sequence[Conversation]) -> list[ConversationRecord]:
    known = people(chain.from_iterable(row.people for row in rows))
    return [
        ConversationRecord(row.post_id, [known[one] for one in row.people if one in known], row.last_id, row.is_unread)
        for row in rows
    ]
