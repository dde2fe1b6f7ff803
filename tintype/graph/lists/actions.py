"""Changes to a person's own lists of people: each one transaction on that person's shard."""

from collections.abc import Iterable

from tintype.graph import signals
from tintype.graph.errors import CannotKeep
from tintype.graph.limits import LIST_TITLE_LENGTH, MOST_LISTS
from tintype.graph.lists.queries import list_of
from tintype.graph.models import Following, ListMember, PeopleList
from tintype.graph.records import ListRecord, Replies
from tintype.lib.errors import NotFound
from tintype.lib.text import clean
from tintype.sharding.ids import next_id
from tintype.sharding.locks import lock_pair
from tintype.sharding.scope import action_of


def make_list(viewer: int, title: str, *, replies: Replies = "list", is_exclusive: bool = False) -> ListRecord:
    """Raises CannotKeep."""
    values = {"title": _title(title), "replies": replies, "is_exclusive": is_exclusive}
    with action_of(viewer):
        lock_pair("lists", viewer, 0)
        if PeopleList.objects.filter(owner_id=viewer).count() >= MOST_LISTS:
            raise CannotKeep(f"You have {MOST_LISTS} lists, which is the most.")
        made = PeopleList.objects.create(id=next_id(), owner_id=viewer, **values)
    return list_of(viewer, made.id)


def _title(text: str) -> str:
    title = clean(text)
    if not title:
        raise CannotKeep("Title can't be blank")
    if len(title) > LIST_TITLE_LENGTH:
        raise CannotKeep(f"Title is too long (maximum is {LIST_TITLE_LENGTH} characters)")
    return title


def change_list(
    viewer: int,
    list_id: int,
    *,
    title: str | None = None,
    replies: Replies | None = None,
    is_exclusive: bool | None = None,
) -> ListRecord:
    """What is None stays. Raises NotFound and CannotKeep."""
    asked = {
        "title": None if title is None else _title(title),
        "replies": replies,
        "is_exclusive": is_exclusive,
    }
    changes = {name: value for name, value in asked.items() if value is not None}
    with action_of(viewer):
        before = list_of(viewer, list_id)
        if changes:
            PeopleList.objects.filter(id=list_id).update(**changes)
        if is_exclusive not in (None, before.is_exclusive):
            signals.lists_changed.send(None, owner_id=viewer)
    return list_of(viewer, list_id)


def delete_list(viewer: int, list_id: int) -> None:
    """Raises NotFound."""
    with action_of(viewer):
        gone = list_of(viewer, list_id)
        PeopleList.objects.filter(id=list_id).delete()
        _tell(viewer, gone)


def add_to_list(viewer: int, list_id: int, account_ids: Iterable[int]) -> None:
    """All of them or none; who is in it already stays. Raises NotFound where the viewer does not follow all of them.

    The follow and its end are written under the same lock, and its end takes the person out (graph.tasks).
    """
    ids = sorted(set(account_ids))
    with action_of(viewer):
        changed = list_of(viewer, list_id)
        for account_id in ids:
            lock_pair("follow", viewer, account_id)
        followed = Following.objects.filter(follower_id=viewer, followee_id__in=ids)
        if followed.count() < len(set(ids) - {viewer}):
            raise NotFound
        rows = [ListMember(people_list_id=list_id, account_id=one, made_id=next_id()) for one in ids]
        ListMember.objects.bulk_create(rows, ignore_conflicts=True)
        _tell(viewer, changed)


def remove_from_list(viewer: int, list_id: int, account_ids: Iterable[int]) -> None:
    """Who is not in it stays out. Raises NotFound where the viewer has no such list."""
    with action_of(viewer):
        changed = list_of(viewer, list_id)
        ListMember.objects.filter(people_list_id=list_id, account_id__in=set(account_ids)).delete()
        _tell(viewer, changed)


def _tell(owner_id: int, changed: ListRecord) -> None:
    if changed.is_exclusive:
        signals.lists_changed.send(None, owner_id=owner_id)
