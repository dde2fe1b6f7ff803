"""A mute is the muter's own business: nothing between the two changes, and the muted learn nothing of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.queries import counted
from tests.web.counting import member_on
from tintype.accounts.actions import update_profile
from tintype.graph.actions import block, follow
from tintype.graph.errors import CannotMute
from tintype.graph.models import Mute
from tintype.graph.mutes.actions import mute, unmute
from tintype.graph.mutes.queries import hidden_from, muted, muted_by, unheard_by
from tintype.graph.queries import relation
from tintype.graph.records import Relation, Tie
from tintype.graph.ties import tie, ties
from tintype.lib.errors import NotFound
from tintype.sharding.scope import action_of, on_shard_of
from tintype.testing.member import Member, make_member


def rows(muter: Member) -> int:
    with on_shard_of(muter.id):
        return Mute.objects.filter(muter_id=muter.id).count()


def test_a_mute_hides_and_ends_no_follow(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    follow(alice.id, bob.id)
    mute(bob.id, alice.id)
    assert (muted_by(bob.id), unheard_by(bob.id), hidden_from(bob.id)) == ({alice.id}, {alice.id}, {alice.id})
    assert muted_by(alice.id) == muted_by(None) == hidden_from(None) == set()
    assert relation(bob.id, alice.id) == relation(alice.id, bob.id) == Relation(is_following=True)
    assert tie(alice.id, bob.id).is_muting is False


def test_muting_again_changes_how_and_the_end_ends_it(alice: Member, bob: Member) -> None:
    mute(bob.id, alice.id)
    mute(bob.id, alice.id, with_notifications=False)
    assert (muted_by(bob.id), unheard_by(bob.id), rows(bob)) == ({alice.id}, set(), 1)
    for _ in range(2):
        unmute(bob.id, alice.id)
        assert muted_by(bob.id) == set()


def test_a_mute_ends_by_itself(alice: Member, bob: Member, charlie: Member) -> None:
    later = timezone.now() + timedelta(days=1)
    mute(bob.id, alice.id, until=later)
    assert (tie(bob.id, alice.id).muted_until, muted_by(bob.id)) == (later, {alice.id})
    with action_of(bob.id):
        Mute.objects.filter(muter_id=bob.id).update(until=timezone.now())
    assert muted_by(bob.id) == unheard_by(bob.id) == hidden_from(bob.id) == set()
    assert (tie(bob.id, alice.id), muted(bob.id, None, 10).items) == (Tie(Relation()), [])
    mute(bob.id, charlie.id)
    assert rows(bob) == 1


def test_the_list_of_the_muted_is_newest_first_and_pages_without_gaps(bob: Member) -> None:
    others = [make_member("loud") for _ in range(3)]
    for other in others:
        mute(bob.id, other.id)
    first = muted(bob.id, None, 2)
    second = muted(bob.id, first.next, 2)
    names = [person.username for person in [*first.items, *second.items]]
    assert names == [other.username for other in reversed(others)]
    assert (len(first.items), second.next) == (2, None)
    with counted() as asked:
        muted(bob.id, None, 10)
    assert asked.queries == 1


def test_what_is_hidden_are_the_muted_and_whom_a_block_stands_between(
    alice: Member, bob: Member, charlie: Member
) -> None:
    mute(bob.id, alice.id)
    block(charlie.id, bob.id)
    assert hidden_from(bob.id) == {alice.id, charlie.id}


def test_nobody_mutes_themselves_nor_nobody_nor_whoever_blocks_them(alice: Member, bob: Member) -> None:
    with pytest.raises(CannotMute, match=r"^You cannot mute yourself\.$"):
        mute(alice.id, alice.id)
    block(alice.id, bob.id)
    for other in (alice.id, 2**40):
        with pytest.raises(NotFound):
            mute(bob.id, other)
    assert rows(bob) == 0


def test_ties_of_many_say_all_at_the_same_cost() -> None:
    # On two physical databases, however many there are.
    alice, bob, private = (member_on("shard1") for _ in range(3))
    charlie = member_on("shard2")
    update_profile(private.id, name="", bio="", is_private=True)
    follow(alice.id, bob.id, is_loud=True, with_shares=False)
    follow(bob.id, alice.id)
    follow(alice.id, private.id)
    mute(alice.id, charlie.id, with_notifications=False)
    block(alice.id, charlie.id)
    with counted() as asked:
        found = ties(alice.id, [alice.id, bob.id, charlie.id, private.id])
    assert found[alice.id] == Tie(Relation(is_self=True))
    of_bob = found[bob.id]
    assert (of_bob.relation, of_bob.is_followed_by) == (Relation(is_following=True, with_shares=False), True)
    assert (of_bob.is_loud, of_bob.since is not None) == (True, True)
    assert found[charlie.id] == Tie(Relation(is_blocking=True), is_muting=True)
    assert (found[private.id].relation, found[private.id].is_loud) == (Relation(is_requested=True), False)
    assert tie(private.id, alice.id).is_asked_by is True
    with counted() as asked_for_one:
        ties(alice.id, [bob.id])
    # The ties of each physical database twice, and the viewer's own shard twice.
    assert (asked.queries, asked_for_one.queries) == (6, 4)
    assert ties(alice.id, []) == {}
