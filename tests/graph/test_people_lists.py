"""Lists of people: their owner's alone, of those whom the owner follows."""

from collections.abc import Callable

import pytest

from tests.feed.helpers import ids, insert_post
from tests.threads import together
from tintype.graph.actions import block, decline, follow, unfollow
from tintype.graph.errors import CannotKeep
from tintype.graph.limits import LIST_TITLE_LENGTH, MOST_LISTS
from tintype.graph.lists.actions import add_to_list, change_list, delete_list, make_list, remove_from_list
from tintype.graph.lists.queries import list_members, list_of, list_sources, lists_of, lists_with
from tintype.graph.models import ListMember
from tintype.graph.mutes.actions import mute
from tintype.graph.records import ListRecord
from tintype.lib.errors import NotFound
from tintype.sharding.scope import on_shard_of
from tintype.testing.member import Member, make_member
from tintype.testing.tasks import run_tasks

Action = Callable[[], object]


@pytest.fixture
def birds(alice: Member, bob: Member) -> int:
    """Bob's list, in which is Alice, whom he follows."""
    follow(bob.id, alice.id)
    made = make_list(bob.id, "birds")
    add_to_list(bob.id, made.id, [alice.id])
    return made.id


def names(owner: Member, list_id: int) -> list[str]:
    return [person.username for person in list_members(owner.id, list_id, None, 10).items]


def test_a_list_is_made_changed_and_deleted(bob: Member) -> None:
    made = make_list(bob.id, "  birds \t", replies="none")
    assert made == ListRecord(made.id, "birds", "none", is_exclusive=False)
    other = make_list(bob.id, "boats")
    assert lists_of(bob.id) == [made, other]
    changed = change_list(bob.id, made.id, title="herons", is_exclusive=True)
    assert changed == ListRecord(made.id, "herons", "none", is_exclusive=True) == list_of(bob.id, made.id)
    assert change_list(bob.id, made.id) == changed
    delete_list(bob.id, made.id)
    assert lists_of(bob.id) == [other]


@pytest.mark.parametrize("title", ["", " ", "\u200b", "x" * (LIST_TITLE_LENGTH + 1)])
def test_a_title_that_is_none_is_refused(bob: Member, birds: int, title: str) -> None:
    with pytest.raises(CannotKeep, match="Title"):
        make_list(bob.id, title)
    with pytest.raises(CannotKeep, match="Title"):
        change_list(bob.id, birds, title=title)
    assert [one.title for one in lists_of(bob.id)] == ["birds"]


def test_nobody_has_more_lists_than_there_may_be_not_even_at_the_same_moment(bob: Member) -> None:
    for number in range(MOST_LISTS - 1):
        make_list(bob.id, f"list {number}")

    def one_more() -> bool:
        try:
            make_list(bob.id, "one more")
        except CannotKeep:
            return False
        return True

    assert sorted(together([one_more] * 3)) == [False, False, True]
    assert len(lists_of(bob.id)) == MOST_LISTS


def test_nobody_reaches_the_list_of_another(bob: Member, charlie: Member, birds: int) -> None:
    calls: list[Action] = [
        lambda: list_of(charlie.id, birds),
        lambda: list_members(charlie.id, birds, None, 10),
        lambda: list_sources(charlie.id, birds),
        lambda: change_list(charlie.id, birds, title="mine"),
        lambda: delete_list(charlie.id, birds),
        lambda: add_to_list(charlie.id, birds, []),
        lambda: remove_from_list(charlie.id, birds, []),
        lambda: list_of(bob.id, birds + 1),
    ]
    for call in calls:
        with pytest.raises(NotFound):
            call()
    assert (len(lists_of(bob.id)), lists_of(charlie.id)) == (1, [])


def test_only_whom_one_follows_comes_into_a_list_all_or_none(
    alice: Member, bob: Member, charlie: Member, birds: int
) -> None:
    private = make_member("private", is_private=True)
    follow(bob.id, private.id)
    for others in ([charlie.id], [alice.id, charlie.id], [private.id], [2**40]):
        with pytest.raises(NotFound):
            add_to_list(bob.id, birds, others)
    assert names(bob, birds) == [alice.username]
    add_to_list(bob.id, birds, [alice.id, bob.id])
    assert names(bob, birds) == [bob.username, alice.username]
    assert (lists_with(bob.id, alice.id), lists_with(alice.id, bob.id)) == (lists_of(bob.id), [])
    for _ in range(2):
        remove_from_list(bob.id, birds, [alice.id, charlie.id])
    assert (names(bob, birds), lists_with(bob.id, alice.id)) == ([bob.username], [])


@pytest.mark.parametrize("how", ["unfollow", "taken away", "blocked", "blocks"])
def test_whom_one_no_longer_follows_leaves_the_lists(alice: Member, bob: Member, birds: int, how: str) -> None:
    ends: dict[str, Action] = {
        "unfollow": lambda: unfollow(bob.id, alice.id),
        "taken away": lambda: decline(alice.id, bob.id),
        "blocked": lambda: block(bob.id, alice.id),
        "blocks": lambda: block(alice.id, bob.id),
    }
    ends[how]()
    assert list_sources(bob.id, birds) == set()
    run_tasks()
    with on_shard_of(bob.id):
        assert ListMember.objects.filter(people_list_id=birds).count() == 0


def test_a_list_s_timeline_is_of_its_members_without_the_muted(
    alice: Member, bob: Member, charlie: Member, birds: int
) -> None:
    follow(bob.id, charlie.id)
    add_to_list(bob.id, birds, [charlie.id, bob.id])
    assert list_sources(bob.id, birds) == {alice.id, bob.id, charlie.id}
    mute(bob.id, charlie.id)
    assert list_sources(bob.id, birds) == {alice.id, bob.id}


def test_members_of_an_exclusive_list_are_not_in_the_home_feed(alice: Member, bob: Member, birds: int) -> None:
    post = insert_post(alice.id)
    assert ids(bob) == [post]
    change_list(bob.id, birds, is_exclusive=True)
    assert ids(bob) == []
    remove_from_list(bob.id, birds, [alice.id])
    assert ids(bob) == [post]
    add_to_list(bob.id, birds, [alice.id])
    assert ids(bob) == []
    delete_list(bob.id, birds)
    assert ids(bob) == [post]
