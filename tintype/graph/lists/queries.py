"""A person's own lists of people. Nobody else learns of them."""

from django.db.models import QuerySet

from tintype.accounts.records import Person
from tintype.graph.models import ListMember, PeopleList
from tintype.graph.mutes.queries import muted_by
from tintype.graph.queries import page_of_people, relations
from tintype.graph.records import ListRecord, Replies, Sources
from tintype.lib.errors import NotFound
from tintype.lib.paging import Cursor, Page, rows_within
from tintype.sharding.scope import on_shard_of

FIELDS = ("id", "title", "replies", "is_exclusive")


def lists_of(viewer: int) -> list[ListRecord]:
    """In the order in which they were made."""
    with on_shard_of(viewer):
        return [ListRecord(*row) for row in _lists(viewer)]


def list_of(viewer: int, list_id: int) -> ListRecord:
    """Raises NotFound where the viewer has no such list."""
    with on_shard_of(viewer):
        row = _lists(viewer).filter(id=list_id).first()
    if row is None:
        raise NotFound
    return ListRecord(*row)


def lists_with(viewer: int, account_id: int) -> list[ListRecord]:
    """Those of the viewer's lists in which this person is."""
    with on_shard_of(viewer):
        return [ListRecord(*row) for row in _lists(viewer).filter(members__account_id=account_id)]


def _lists(viewer: int) -> QuerySet[PeopleList, tuple[int, str, Replies, bool]]:
    return PeopleList.objects.filter(owner_id=viewer).order_by("id").values_list(*FIELDS)


def list_members(viewer: int, list_id: int, cursor: Cursor, limit: int) -> Page[Person]:
    """Last added first. Raises NotFound where the viewer has no such list."""
    with on_shard_of(viewer):
        rows = ListMember.objects.filter(people_list_id=list_of(viewer, list_id).id)
        found = rows_within(rows.values_list("made_id", "account_id"), "made_id", cursor, limit)
    return page_of_people(*found)


def list_sources(viewer: int, list_id: int) -> set[int]:
    """Whose posts belong into a list's timeline."""
    return timeline_sources(viewer, list_id).ids


def timeline_sources(viewer: int, list_id: int) -> Sources:
    """Whose posts and shares belong into a list's timeline: of its members, by the truth, whom the viewer follows.

    Without those whom the viewer mutes. Raises NotFound where the viewer has no such list.
    """
    with on_shard_of(viewer):
        rows = ListMember.objects.filter(people_list_id=list_of(viewer, list_id).id)
        ids = set(rows.values_list("account_id", flat=True))
    now = relations(viewer, ids - muted_by(viewer))
    shown = {one for one, tie in now.items() if tie.is_self or (tie.is_following and not tie.is_cut)}
    return Sources(shown, {one for one in shown if not now[one].with_shares}, until=None)
