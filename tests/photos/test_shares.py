"""Showing a post to one's own followers, and taking that back."""

import pytest

from tests.threads import together
from tintype.accounts.actions import update_profile
from tintype.graph.actions import block, follow
from tintype.lib.errors import NotFound
from tintype.lib.paging import Span
from tintype.photos.actions import delete_post
from tintype.photos.errors import ShareRefused
from tintype.photos.models import Shared
from tintype.photos.queries import visible_post
from tintype.photos.shares.actions import share, unshare
from tintype.photos.shares.queries import (
    post_of_share,
    recent_shares,
    shared_among,
    sharers,
    shares_of,
    visible_shares,
)
from tintype.sharding.scope import on_shard_of
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


def count(post_id: int, viewer: Member) -> int:
    post = visible_post(viewer.id, post_id)
    assert post is not None
    return post.share_count


def own_list(member: Member) -> list[tuple[int, int]]:
    with on_shard_of(member.id):
        return list(Shared.objects.filter(account_id=member.id).order_by("made_id").values_list("made_id", "post_id"))


def test_a_share_is_counted_once_and_stands_in_both_lists(alice: Member, bob: Member) -> None:
    post_id = make_post(alice.id)
    first = share(bob.id, post_id)
    assert (first.id, first.share_count) == (post_id, 1)
    assert share(bob.id, post_id) == first
    assert (count(post_id, alice), shared_among(bob.id, [post_id])) == (1, {post_id})
    assert own_list(bob) == [(first.share_id, post_id)]
    assert post_of_share(first.share_id) == post_id
    run_tasks()
    assert own_list(bob) == [(first.share_id, post_id)]


def test_a_share_taken_back_is_gone_and_another_has_another_id(alice: Member, bob: Member) -> None:
    post_id = make_post(alice.id)
    first = share(bob.id, post_id)
    gone = unshare(bob.id, post_id)
    assert (gone.share_id, gone.share_count, own_list(bob)) == (0, 0, [])
    assert unshare(bob.id, post_id) == gone
    second = share(bob.id, post_id)
    assert second.share_id > first.share_id
    run_tasks()
    assert own_list(bob) == [(second.share_id, post_id)]


def test_ones_own_post_can_be_shared(alice: Member) -> None:
    assert share(alice.id, make_post(alice.id)).share_count == 1


@pytest.mark.parametrize("visibility", ["followers", "direct"])
def test_a_post_that_is_not_for_everyone_cannot_be_shared_not_even_by_its_owner(
    alice: Member, bob: Member, charlie: Member, visibility: str
) -> None:
    follow(bob.id, alice.id)
    post_id = make_post(alice.id, f"for @{bob.username}", visibility=visibility)
    for member in (alice, bob):
        with pytest.raises(ShareRefused):
            share(member.id, post_id)
    with pytest.raises(NotFound):
        share(charlie.id, post_id)
    assert count(post_id, alice) == 0


def test_a_private_account_s_post_cannot_be_shared(bob: Member) -> None:
    private = make_member("private", is_private=True)
    post_id = make_post(private.id)
    with pytest.raises(NotFound):
        share(bob.id, post_id)
    with pytest.raises(ShareRefused):
        share(private.id, post_id)


def test_an_unlisted_post_can_be_shared(alice: Member, bob: Member) -> None:
    assert share(bob.id, make_post(alice.id, visibility="unlisted")).share_count == 1


def test_many_who_share_at_once_are_all_counted(alice: Member) -> None:
    post_id = make_post(alice.id)
    members = [make_member("many") for _ in range(6)]
    together([lambda member=member: share(member.id, post_id) for member in members])  # type: ignore[misc]
    assert count(post_id, alice) == 6


def test_who_shared_is_listed_without_people_with_a_block_between(alice: Member, bob: Member, charlie: Member) -> None:
    post_id = make_post(alice.id)
    for member in (bob, charlie, alice):
        share(member.id, post_id)
    post = visible_post(bob.id, post_id)
    assert post is not None
    page = sharers(bob.id, post, None, 2)
    assert [person.id for person in page.items] == [alice.id, charlie.id]
    assert [person.id for person in sharers(bob.id, post, page.next, 2).items] == [bob.id]
    block(charlie.id, bob.id)
    assert [person.id for person in sharers(bob.id, post, None, 10).items] == [alice.id, bob.id]


def test_a_share_is_seen_where_its_post_and_its_sharer_are(alice: Member, bob: Member, charlie: Member) -> None:
    made = share(bob.id, make_post(alice.id)).share_id
    for viewer in (alice.id, bob.id, charlie.id, None):
        seen = visible_shares(viewer, [made, made + 1024])
        assert [(one.id, one.sharer.id, one.post.owner.id) for one in seen.values()] == [(made, bob.id, alice.id)]
        assert [one.id for one in shares_of(viewer, bob.person, None, 10).items] == [made]
    update_profile(bob.id, name="", bio="", is_private=True)
    assert visible_shares(charlie.id, [made]) == visible_shares(None, [made]) == {}
    assert shares_of(charlie.id, bob.person, None, 10).items == []
    assert list(visible_shares(bob.id, [made])) == [made]


def test_nobody_sees_a_share_of_a_post_that_became_private(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    made = share(bob.id, make_post(alice.id)).share_id
    update_profile(alice.id, name="", bio="", is_private=True)
    assert visible_shares(bob.id, [made]) == visible_shares(alice.id, [made]) == {}
    assert shares_of(bob.id, bob.person, None, 10).items == []


@pytest.mark.parametrize("blocker_is_owner", [True, False])
def test_a_block_ends_the_shares_between_the_two_and_no_others(
    alice: Member, bob: Member, charlie: Member, *, blocker_is_owner: bool
) -> None:
    theirs, another = make_post(alice.id), make_post(charlie.id)
    share(bob.id, theirs)
    kept = share(bob.id, another).share_id
    by_charlie = share(charlie.id, theirs).share_id
    block(*((alice.id, bob.id) if blocker_is_owner else (bob.id, alice.id)))
    run_tasks()
    assert own_list(bob) == [(kept, another)]
    assert own_list(charlie) == [(by_charlie, theirs)]
    assert count(theirs, alice) == 1


def test_a_deleted_post_leaves_the_lists_of_those_who_shared_it(alice: Member, bob: Member) -> None:
    post_id, kept = make_post(alice.id), make_post(alice.id)
    share(bob.id, post_id)
    made = share(bob.id, kept).share_id
    assert delete_post(alice.id, post_id)
    run_tasks()
    assert own_list(bob) == [(made, kept)]


def test_the_shares_of_many_people_come_by_page_from_above_and_from_below(
    alice: Member, bob: Member, charlie: Member
) -> None:
    posts = [make_post(alice.id) for _ in range(2)]
    rows = [(share(member.id, post).share_id, member.id, post) for post in posts for member in (bob, charlie)]
    both = [bob.id, charlie.id]
    assert recent_shares(both, Span(), 10) == rows[::-1]
    assert recent_shares(both, Span(before=rows[2][0]), 1) == [rows[1]]
    assert recent_shares(both, Span(after=rows[0][0], from_below=True), 2) == [rows[2], rows[1]]
    assert recent_shares([bob.id], Span(), 10) == [rows[2], rows[0]]
    assert recent_shares([], Span(), 10) == []
