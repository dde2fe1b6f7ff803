"""Whom one knows among somebody's followers, and what one wrote down about them."""

import pytest

from tintype.accounts.models import Account
from tintype.accounts.queries import remembered
from tintype.graph.actions import approve, block, follow, turn_down, unfollow
from tintype.graph.errors import CannotKeep
from tintype.graph.familiar import familiar_followers
from tintype.graph.limits import NOTE_LENGTH
from tintype.graph.notes import keep_note
from tintype.graph.queries import followers, following, loud_follower_ids, relation
from tintype.graph.ties import tie
from tintype.lib.errors import NotFound
from tintype.testing.member import Member, make_member


def known(viewer: Member, owner: Member) -> list[str]:
    found = familiar_followers(viewer.id, [owner.person])
    return [person.username for person in found[owner.id]]


def hide_follows(member: Member) -> None:
    Account.objects.filter(id=member.id).update(hides_follows=True)
    remembered.forget(member.id)


def test_familiar_are_the_followers_whom_one_follows(alice: Member, bob: Member, charlie: Member) -> None:
    other = make_member("other")
    for follower in (bob, charlie, other):
        follow(follower.id, alice.id)
    viewer = make_member("viewer")
    follow(viewer.id, bob.id)
    follow(viewer.id, other.id)
    assert known(viewer, alice) == [other.username, bob.username]
    assert known(charlie, alice) == []
    hide_follows(other)
    assert known(viewer, alice) == [bob.username]
    block(bob.id, viewer.id)
    assert known(viewer, alice) == []


def test_nobody_is_familiar_where_one_may_not_see_who_follows(alice: Member, bob: Member) -> None:
    private = make_member("private", is_private=True)
    follow(alice.id, private.id)
    approve(private.id, alice.id)
    follow(bob.id, alice.id)
    assert known(bob, private) == []
    follow(bob.id, private.id)
    assert known(bob, private) == []
    approve(private.id, bob.id)
    assert known(bob, private) == [alice.username]


def test_whoever_hides_their_follows_shows_them_to_themselves_alone(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    follow(alice.id, bob.id)
    hide_follows(alice)
    owner = alice.person
    for show in (followers, following):
        seen = [len(show(viewer, owner, None, 10).items) for viewer in (alice.id, bob.id, None)]
        assert seen == [1, 0, 0]
    assert known(bob, alice) == []


def test_a_follow_can_be_made_loud_and_without_shares_later(alice: Member, bob: Member, charlie: Member) -> None:
    follow(bob.id, alice.id)
    follow(charlie.id, alice.id)
    assert (tie(bob.id, alice.id).is_loud, relation(bob.id, alice.id).with_shares) == (False, True)
    follow(bob.id, alice.id, is_loud=True, with_shares=False)
    follow(bob.id, alice.id)
    assert (tie(bob.id, alice.id).is_loud, relation(bob.id, alice.id).with_shares) == (True, False)
    assert loud_follower_ids(alice.id, 0, 10) == [bob.id]
    unfollow(bob.id, alice.id)
    follow(bob.id, alice.id)
    assert (tie(bob.id, alice.id).is_loud, loud_follower_ids(alice.id, 0, 10)) == (False, [])


def test_a_request_is_turned_down_once_and_a_follower_is_not(bob: Member, charlie: Member) -> None:
    private = make_member("private", is_private=True)
    follow(bob.id, private.id)
    turn_down(private.id, bob.id)
    assert relation(bob.id, private.id).is_requested is False
    follow(charlie.id, private.id)
    approve(private.id, charlie.id)
    for member in (bob, charlie):
        with pytest.raises(NotFound):
            turn_down(private.id, member.id)
    assert relation(charlie.id, private.id).is_following is True


def test_a_note_is_for_its_writer_alone(alice: Member, bob: Member) -> None:
    keep_note(bob.id, alice.id, "  met at\r\nthe lake ")
    assert (tie(bob.id, alice.id).note, tie(alice.id, bob.id).note) == ("met at\nthe lake", "")
    keep_note(bob.id, alice.id, "x" * NOTE_LENGTH)
    with pytest.raises(CannotKeep, match="too long"):
        keep_note(bob.id, alice.id, "x" * (NOTE_LENGTH + 1))
    assert tie(bob.id, alice.id).note == "x" * NOTE_LENGTH
    for _ in range(2):
        keep_note(bob.id, alice.id, "")
        assert tie(bob.id, alice.id).note == ""


def test_no_note_about_nobody_nor_whoever_blocks_one(alice: Member, bob: Member) -> None:
    block(alice.id, bob.id)
    for about in (alice.id, 2**40):
        with pytest.raises(NotFound):
            keep_note(bob.id, about, "rude")
