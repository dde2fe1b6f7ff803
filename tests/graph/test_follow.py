"""Following, asking, approving and taking away."""

import pytest

from tests.graph.truth import approved, assert_all_agrees, requested
from tintype.accounts.actions import update_profile
from tintype.graph.actions import approve, block, decline, follow, unfollow
from tintype.graph.counts import follow_counts
from tintype.graph.errors import CannotFollow
from tintype.graph.queries import relation, request_count
from tintype.graph.records import Relation
from tintype.lib.errors import NotFound
from tintype.testing.member import Member, make_member
from tintype.testing.tasks import run_tasks

NOBODY = 5


def follower_count(account_id: int) -> int:
    return follow_counts([account_id])[account_id][0]


def following_count(account_id: int) -> int:
    return follow_counts([account_id])[account_id][1]


@pytest.fixture
def private() -> Member:
    return make_member("private", is_private=True)


def test_following_a_public_account_takes_effect_at_once(alice: Member, bob: Member, charlie: Member) -> None:
    assert follow(bob.id, alice.id) == Relation(is_following=True)
    assert relation(bob.id, alice.id) == Relation(is_following=True)
    assert relation(alice.id, bob.id) == relation(charlie.id, alice.id) == relation(None, alice.id) == Relation()
    assert (follower_count(alice.id), following_count(bob.id)) == (1, 1)
    assert (follower_count(bob.id), following_count(alice.id)) == (0, 0)


def test_following_twice_is_once_and_so_is_unfollowing(alice: Member, bob: Member) -> None:
    for _ in range(2):
        assert follow(bob.id, alice.id) == Relation(is_following=True)
        assert follower_count(alice.id) == following_count(bob.id) == 1
    for _ in range(2):
        assert unfollow(bob.id, alice.id) == Relation()
        assert follower_count(alice.id) == following_count(bob.id) == 0
    run_tasks()
    assert_all_agrees([alice.id, bob.id])


def test_a_private_account_is_asked_first(private: Member, bob: Member) -> None:
    for _ in range(2):
        assert follow(bob.id, private.id) == Relation(is_requested=True)
    assert (request_count(private.id), follower_count(private.id), following_count(bob.id)) == (1, 0, 0)
    approve(private.id, bob.id)
    assert relation(bob.id, private.id) == Relation(is_following=True)
    assert (request_count(private.id), follower_count(private.id), following_count(bob.id)) == (0, 1, 1)
    with pytest.raises(NotFound):
        approve(private.id, bob.id)
    assert follower_count(private.id) == 1


def test_a_request_can_be_declined_or_taken_back(private: Member, bob: Member, charlie: Member) -> None:
    for member in (bob, charlie):
        follow(member.id, private.id)
    decline(private.id, bob.id)
    assert unfollow(charlie.id, private.id) == Relation()
    assert relation(bob.id, private.id) == Relation()
    for member in (bob, charlie):
        with pytest.raises(NotFound):
            approve(private.id, member.id)
    run_tasks()
    assert approved([private.id]) == requested([private.id]) == set()
    assert_all_agrees([private.id, bob.id, charlie.id])


def test_a_follower_can_be_taken_away(alice: Member, bob: Member, charlie: Member) -> None:
    for member in (bob, charlie):
        follow(member.id, alice.id)
    for _ in range(2):
        decline(alice.id, bob.id)
        assert approved([alice.id]) == {(charlie.id, alice.id)}
        assert (follower_count(alice.id), following_count(bob.id), following_count(charlie.id)) == (1, 0, 1)


def test_who_was_approved_stays_when_the_account_turns_private_and_newcomers_ask(
    alice: Member, bob: Member, charlie: Member
) -> None:
    follow(bob.id, alice.id)
    update_profile(alice.id, name="", bio="", is_private=True)
    assert follow(bob.id, alice.id) == Relation(is_following=True)
    assert follow(charlie.id, alice.id) == Relation(is_requested=True)


def test_nobody_follows_themselves(alice: Member) -> None:
    with pytest.raises(CannotFollow, match=r"^You cannot follow yourself\.$"):
        follow(alice.id, alice.id)
    assert relation(alice.id, alice.id) == Relation(is_self=True)


def test_nobody_can_be_followed_who_is_not_there(alice: Member) -> None:
    for action in (follow, unfollow, block):
        with pytest.raises(NotFound):
            action(alice.id, NOBODY)
    with pytest.raises(NotFound):
        approve(alice.id, NOBODY)
    decline(alice.id, NOBODY)
    assert follower_count(alice.id) == 0
