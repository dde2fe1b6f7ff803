"""Lists of people: newest first, paged, for those who may see them, without those a block stands between."""

from collections.abc import Callable

import pytest

from tests.queries import counted
from tintype.accounts.queries import people
from tintype.accounts.records import Person
from tintype.graph.actions import approve, block, decline, follow
from tintype.graph.queries import blocked, followers, following, relations, requests
from tintype.graph.records import Relation
from tintype.lib.paging import Page
from tintype.sharding.map import database_of
from tintype.sharding.scope import shard_of
from tintype.testing.member import Member, make_member

List = Callable[[Member, str | None, int], Page[Person]]


def followers_of(owner: Member, before: str | None, limit: int) -> Page[Person]:
    return followers(owner.id, owner.person, before, limit)


def followed_by(owner: Member, before: str | None, limit: int) -> Page[Person]:
    return following(owner.id, owner.person, before, limit)


def requests_to(owner: Member, before: str | None, limit: int) -> Page[Person]:
    return requests(owner.id, before, limit)


def blocked_by(owner: Member, before: str | None, limit: int) -> Page[Person]:
    return blocked(owner.id, before, limit)


def fill(show: List, owner: Member, others: list[Member]) -> None:
    for other in others:
        if show is followed_by:
            follow(owner.id, other.id)
        elif show is blocked_by:
            block(owner.id, other.id)
        else:
            follow(other.id, owner.id)


def names(page: Page[Person]) -> list[str]:
    return [person.username for person in page.items]


LISTS = pytest.mark.parametrize("show", [followers_of, followed_by, requests_to, blocked_by])


@LISTS
def test_a_list_is_newest_first_and_pages_without_gaps(show: List) -> None:
    owner = make_member("owner", is_private=show is requests_to)
    assert show(owner, None, 10) == Page([])
    others = [make_member("other") for _ in range(5)]
    fill(show, owner, others)
    first = show(owner, None, 2)
    second = show(owner, first.next, 2)
    third = show(owner, second.next, 2)
    shown = [*names(first), *names(second), *names(third)]
    # One's own list is a copy of what stands on several shards, whose clocks agree to the millisecond only.
    assert sorted(shown) == sorted(other.username for other in others)
    if show is not followed_by:
        assert shown == [other.username for other in reversed(others)]
    assert (len(first.items), len(second.items), len(third.items), third.next) == (2, 2, 1, None)


@LISTS
def test_a_list_of_three_costs_as_many_queries_as_of_one(show: List) -> None:
    costs = []
    for count in (1, 3):
        owner = make_member("owner", is_private=show is requests_to)
        others = [make_member("other") for _ in range(count)]
        fill(show, owner, others)
        people(member.id for member in (owner, *others))
        with counted() as asked:
            assert len(show(owner, None, 10).items) == count
        costs.append(asked.queries)
    # The list; and where others may see it, the viewer's blocks either way. The people are remembered.
    assert costs == ([3, 3] if show in (followers_of, followed_by) else [1, 1])


@pytest.mark.parametrize("show", [followers, following])
def test_lists_of_a_private_account_are_for_its_followers(
    show: Callable[[int | None, Person, str | None, int], Page[Person]], alice: Member, bob: Member, charlie: Member
) -> None:
    owner = make_member("private", is_private=True)
    follow(bob.id, owner.id)
    follow(charlie.id, owner.id)
    approve(owner.id, bob.id)
    follow(owner.id, alice.id)
    expected = [bob.username] if show is followers else [alice.username]
    seen = {viewer: names(show(viewer, owner.person, None, 10)) for viewer in (owner.id, bob.id, charlie.id, None)}
    assert seen == {owner.id: expected, bob.id: expected, charlie.id: [], None: []}


@pytest.mark.parametrize("show", [followers, following])
def test_lists_leave_out_whom_a_block_stands_between_and_are_closed_to_the_blocked(
    show: Callable[[int | None, Person, str | None, int], Page[Person]], alice: Member, bob: Member, charlie: Member
) -> None:
    for other in (bob, charlie):
        follow(other.id, alice.id)
        follow(alice.id, other.id)
    stranger = make_member("stranger")
    assert len(names(show(stranger.id, alice.person, None, 10))) == 2
    block(bob.id, stranger.id)
    assert names(show(stranger.id, alice.person, None, 10)) == [charlie.username]
    block(stranger.id, charlie.id)
    assert names(show(stranger.id, alice.person, None, 10)) == []
    assert len(names(show(None, alice.person, None, 10))) == 2
    block(alice.id, stranger.id)
    assert names(show(stranger.id, alice.person, None, 10)) == []


def test_relations_of_many_are_those_of_each_at_the_same_cost(alice: Member, bob: Member, charlie: Member) -> None:
    private = make_member("private", is_private=True)
    follow(alice.id, bob.id)
    follow(alice.id, private.id)
    block(charlie.id, alice.id)
    ids = [alice.id, bob.id, charlie.id, private.id]
    with counted() as asked:
        found = relations(alice.id, ids)
    assert found == {
        alice.id: Relation(is_self=True),
        bob.id: Relation(is_following=True),
        charlie.id: Relation(is_blocked_by=True),
        private.id: Relation(is_requested=True),
    }
    # One a physical database where some of the others live, and the viewer's own blocks.
    assert asked.queries == len({database_of(shard_of(account_id)) for account_id in ids[1:]}) + 1
    assert relations(None, ids) == dict.fromkeys(ids, Relation())
    assert relations(alice.id, []) == {}


def test_a_cursor_that_makes_no_sense_starts_at_the_newest(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    for cursor in ("", "0", "-1", "x", "9" * 40):
        assert names(followers(None, alice.person, cursor, 10)) == [bob.username]
    decline(alice.id, bob.id)
    assert names(followers(None, alice.person, None, 10)) == []
