"""What somebody shares comes into the home feeds of their followers, where these may see it."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from tests.away import redis_away
from tests.feed.helpers import in_redis, insert_and_push, lose_feed
from tests.queries import counted
from tintype.accounts.actions import update_profile
from tintype.feed import tasks
from tintype.feed.actions import push
from tintype.feed.queries import home
from tintype.feed.records import Entry, FeedPage
from tintype.graph.actions import block, follow, unfollow
from tintype.graph.mutes.actions import mute
from tintype.lib.paging import Span
from tintype.photos.actions import delete_post, like
from tintype.photos.shares.actions import share, unshare
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

Shown = tuple[int, int, int]


def shown(page: FeedPage) -> list[Shown]:
    return [(entry.id, entry.by_id, entry.post_id) for entry in page.entries]


def seen_by(member: Member) -> list[Shown]:
    return shown(home(member.id, None, 100))


@pytest.fixture
def dora() -> Member:
    """Alice's post is a stranger's to Bob, who follows Dora, who shares."""
    return make_member("dora")


@pytest.fixture
def entry(alice: Member, bob: Member, dora: Member) -> Shown:
    """Of Dora's share of Alice's post, in feeds that stand."""
    follow(bob.id, dora.id)
    assert seen_by(bob) == seen_by(dora) == []
    post_id = make_post(alice.id)
    made = share(dora.id, post_id).share_id
    assert seen_by(dora) == [(made, dora.id, post_id)]
    run_tasks()
    return made, dora.id, post_id


def test_a_follower_of_the_sharer_sees_the_post_and_a_stranger_does_not(
    bob: Member, charlie: Member, dora: Member, entry: Shown
) -> None:
    assert seen_by(bob) == seen_by(dora) == [entry]
    assert seen_by(charlie) == []
    assert in_redis(bob) == [entry[0], 0]


def test_a_lost_feed_comes_back_with_shares_also_without_redis(bob: Member, entry: Shown) -> None:
    lose_feed(bob)
    assert seen_by(bob) == [entry]
    assert in_redis(bob) == [entry[0], 0]
    with redis_away():
        assert seen_by(bob) == [entry]


def test_a_share_taken_back_leaves_the_feeds(bob: Member, dora: Member, entry: Shown) -> None:
    unshare(dora.id, entry[2])
    assert seen_by(dora) == []
    run_tasks()
    assert (seen_by(bob), in_redis(bob)) == ([], [0])


def test_a_deleted_post_leaves_the_feeds_of_the_sharer_s_followers(alice: Member, bob: Member, entry: Shown) -> None:
    delete_post(alice.id, entry[2])
    assert seen_by(bob) == []
    run_tasks()
    assert in_redis(bob) == [0]


class People(NamedTuple):
    """Alice owns the post, Bob reads, Dora shared."""

    alice: Member
    bob: Member
    dora: Member


CHANGES: dict[str, Callable[[People], object]] = {
    "reader blocks": lambda they: block(they.bob.id, they.alice.id),
    "owner blocks": lambda they: block(they.alice.id, they.bob.id),
    "private": lambda they: update_profile(they.alice.id, name="", bio="", is_private=True),
    "reader mutes": lambda they: mute(they.bob.id, they.alice.id),
    "unfollowed": lambda they: unfollow(they.bob.id, they.dora.id),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_share_is_hidden_at_once_when_its_post_may_not_be_seen_any_more(
    alice: Member, bob: Member, dora: Member, entry: Shown, case: str
) -> None:
    CHANGES[case](People(alice, bob, dora))
    assert seen_by(bob) == []
    run_tasks()
    assert seen_by(bob) == []
    lose_feed(bob)
    assert seen_by(bob) == []


def test_who_follows_without_shares_sees_posts_alone(bob: Member, dora: Member, entry: Shown) -> None:
    own = make_post(dora.id)
    run_tasks()
    assert [one[0] for one in seen_by(bob)] == [own, entry[0]]
    follow(bob.id, dora.id, with_shares=False)
    assert seen_by(bob) == [(own, dora.id, own)]
    # Held up on its way: it lies in the list, and is not shown.
    push(Entry(*entry), [bob.id])
    assert in_redis(bob) == [own, entry[0], 0]
    assert seen_by(bob) == [(own, dora.id, own)]
    another = share(dora.id, make_post(dora.id)).share_id
    run_tasks()
    assert another not in in_redis(bob)
    follow(bob.id, dora.id, with_shares=True)
    assert entry in seen_by(bob)


def test_a_post_stands_once_on_a_page(alice: Member, bob: Member, charlie: Member, dora: Member, entry: Shown) -> None:
    follow(bob.id, charlie.id)
    again = share(charlie.id, entry[2]).share_id
    run_tasks()
    assert seen_by(bob) == [(again, charlie.id, entry[2])]
    # Page by page, each has it.
    page = home(bob.id, None, 1)
    assert shown(page) == [(again, charlie.id, entry[2])]
    assert shown(home(bob.id, page.next, 1)) == [entry]
    follow(bob.id, alice.id)
    run_tasks()
    assert seen_by(bob) == [(entry[2], alice.id, entry[2])]


def test_pages_with_hidden_shares_are_filled_with_what_follows(bob: Member, dora: Member) -> None:
    blocked = make_member("blocked")
    follow(bob.id, dora.id)
    assert seen_by(bob) == []
    own = [insert_and_push(dora, bob) for _ in range(3)]
    for _ in range(4):
        share(dora.id, make_post(blocked.id))
    run_tasks()
    block(bob.id, blocked.id)
    lose_feed(bob)
    page = home(bob.id, None, 2)
    assert ([entry.id for entry in page.entries], page.next) == ([own[2], own[1]], str(own[1]))
    page = home(bob.id, page.next, 2)
    assert ([entry.id for entry in page.entries], page.next) == ([own[0]], None)
    upwards = home(bob.id, Span(after=own[0], from_below=True), 2)
    assert [entry.id for entry in upwards.entries] == [own[2], own[1]]


def test_from_below_hidden_shares_make_place_for_what_is_above(bob: Member, dora: Member) -> None:
    blocked = make_member("blocked")
    follow(bob.id, dora.id)
    first = insert_and_push(dora, bob)
    for _ in range(3):
        share(dora.id, make_post(blocked.id))
    run_tasks()
    last = make_post(dora.id)
    run_tasks()
    block(bob.id, blocked.id)
    page = home(bob.id, Span(after=first, from_below=True), 2)
    assert [entry.id for entry in page.entries] == [last]


def test_the_reader_s_likes_and_shares_are_marked_on_posts_and_on_shares(bob: Member, entry: Shown) -> None:
    def marks() -> list[tuple[bool, bool]]:
        return [(one.is_liked, one.is_shared) for one in home(bob.id, None, 10).entries]

    assert marks() == [(False, False)]
    like(bob.id, entry[2])
    assert marks() == [(True, False)]
    share(bob.id, entry[2])
    assert marks() == [(True, True)]
    run_tasks()
    lose_feed(bob)
    assert marks() == [(True, True)]
    unshare(bob.id, entry[2])
    assert marks() == [(True, False)]
    run_tasks()
    assert marks() == [(True, False)]


def test_shares_on_a_page_cost_the_same_queries_however_many(alice: Member, bob: Member, dora: Member) -> None:
    follow(bob.id, dora.id)
    costs = []
    for number in (1, 2):
        for _ in range(number):
            share(dora.id, make_post(alice.id))
        run_tasks()
        assert len(seen_by(bob)) == 2 * number - 1
        with counted() as warm:
            seen_by(bob)
        costs.append(warm.queries)
    # The post and its photos, the owner's shard and the reader's for blocks, and whom the reader mutes.
    assert costs == [5, 5]


def test_a_sharer_s_followers_are_served_in_batches(
    bob: Member, charlie: Member, dora: Member, alice: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "FAN_OUT_BATCH", 1)
    for member in (bob, charlie):
        follow(member.id, dora.id)
        assert seen_by(member) == []
    made = share(dora.id, make_post(alice.id)).share_id
    run_tasks()
    assert in_redis(bob) == in_redis(charlie) == [made, 0]
