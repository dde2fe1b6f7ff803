"""A block ends what was between two people, either way, and lets nothing new begin."""

import pytest

from tests.graph.truth import approved, assert_all_agrees, blocked_by_copies, requested
from tests.threads import together
from tintype.graph import actions
from tintype.graph.actions import approve, block, follow, unblock
from tintype.graph.errors import CannotBlock, CannotFollow
from tintype.graph.queries import cut_from, relation
from tintype.graph.records import Relation
from tintype.lib.errors import NotFound
from tintype.testing.member import Member, make_member
from tintype.testing.tasks import run_tasks


def test_a_block_ends_the_follows_of_both_at_once(alice: Member, bob: Member, charlie: Member) -> None:
    for follower, followed in ((alice, bob), (bob, alice), (charlie, alice)):
        follow(follower.id, followed.id)
    assert block(alice.id, bob.id) == Relation(is_blocking=True)
    assert relation(bob.id, alice.id) == Relation(is_blocked_by=True)
    assert approved([alice.id, bob.id]) == {(charlie.id, alice.id)}
    assert cut_from(alice.id) == {bob.id}
    assert cut_from(bob.id) == {alice.id}
    assert cut_from(charlie.id) == cut_from(None) == set()
    run_tasks()
    assert_all_agrees([alice.id, bob.id, charlie.id])


def test_blocking_twice_is_once_and_so_is_its_end(alice: Member, bob: Member) -> None:
    for _ in range(2):
        assert block(alice.id, bob.id) == Relation(is_blocking=True)
    for _ in range(2):
        assert unblock(alice.id, bob.id) == Relation()
    run_tasks()
    assert blocked_by_copies([alice.id, bob.id]) == set()
    assert follow(bob.id, alice.id) == Relation(is_following=True)


def test_both_can_block_and_each_takes_back_only_their_own(alice: Member, bob: Member) -> None:
    block(alice.id, bob.id)
    assert block(bob.id, alice.id) == Relation(is_blocking=True, is_blocked_by=True)
    assert unblock(alice.id, bob.id) == Relation(is_blocked_by=True)
    assert cut_from(alice.id) == {bob.id}
    run_tasks()
    assert_all_agrees([alice.id, bob.id])


def test_the_blocked_cannot_follow_and_are_not_told_why(alice: Member, bob: Member) -> None:
    block(alice.id, bob.id)
    with pytest.raises(NotFound):
        follow(bob.id, alice.id)
    assert approved([alice.id]) == requested([alice.id]) == set()


def test_one_cannot_follow_whom_one_blocks(alice: Member, bob: Member) -> None:
    block(bob.id, alice.id)
    with pytest.raises(CannotFollow, match="Unblock first"):
        follow(bob.id, alice.id)
    assert approved([alice.id]) == set()


def test_a_block_takes_a_request_with_it(bob: Member, charlie: Member) -> None:
    private = make_member("private", is_private=True)
    for member in (bob, charlie):
        follow(member.id, private.id)
    block(private.id, bob.id)
    block(charlie.id, private.id)
    assert requested([private.id]) == set()
    with pytest.raises(NotFound):
        approve(private.id, bob.id)


def test_nobody_blocks_themselves(alice: Member) -> None:
    with pytest.raises(CannotBlock, match=r"^You cannot block yourself\.$"):
        block(alice.id, alice.id)


@pytest.mark.parametrize("is_private", [False, True])
def test_a_follow_under_way_while_its_follower_blocks_does_not_survive(
    bob: Member, monkeypatch: pytest.MonkeyPatch, *, is_private: bool
) -> None:
    """Bob has looked at his own blocks, then blocks from another window, then his follow is written."""
    alice = make_member("alice", is_private=is_private)
    lock = actions._lock

    def interrupted(account_id: int) -> None:
        monkeypatch.undo()
        together([lambda: block(bob.id, alice.id)])
        lock(account_id)

    monkeypatch.setattr(actions, "_lock", interrupted)
    follow(bob.id, alice.id)
    assert approved([alice.id]) == requested([alice.id]) == set()
    run_tasks()
    assert relation(bob.id, alice.id) == Relation(is_blocking=True)
    assert_all_agrees([alice.id, bob.id])
