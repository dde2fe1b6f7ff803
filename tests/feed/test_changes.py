"""Whom one may see changes at once, before any task has run, even in a feed that stands in Redis."""

import pytest

from tests.feed.helpers import ids, in_redis, insert_and_push
from tintype.feed.queries import home
from tintype.graph.actions import approve, block, decline, follow, unblock, unfollow
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


@pytest.fixture
def posts(alice: Member, bob: Member) -> list[int]:
    """Two of Alice's, and a warm feed of Bob's, who does not follow her."""
    made = [make_post(alice.id) for _ in range(2)]
    run_tasks()
    assert ids(bob) == []
    return made[::-1]


def test_following_fills_the_feed_and_unfollowing_empties_it(alice: Member, bob: Member, posts: list[int]) -> None:
    follow(bob.id, alice.id)
    assert ids(bob) == posts
    unfollow(bob.id, alice.id)
    assert ids(bob) == []
    run_tasks()
    assert ids(bob) == []


def test_a_follower_who_is_taken_away_sees_nothing(alice: Member, bob: Member, posts: list[int]) -> None:
    follow(bob.id, alice.id)
    assert ids(bob) == posts
    decline(alice.id, bob.id)
    assert ids(bob) == []


@pytest.mark.parametrize("who", ["followed blocks", "follower blocks"])
def test_a_block_empties_the_feed_and_its_end_does_not_fill_it(
    alice: Member, bob: Member, posts: list[int], who: str
) -> None:
    follow(bob.id, alice.id)
    assert ids(bob) == posts
    blocker, blocked = (alice, bob) if who == "followed blocks" else (bob, alice)
    block(blocker.id, blocked.id)
    assert ids(bob) == []
    run_tasks()
    unblock(blocker.id, blocked.id)
    assert ids(bob) == []


def test_a_private_accounts_posts_come_with_the_approval(bob: Member, charlie: Member) -> None:
    alice = make_member("private", is_private=True)
    post_id = make_post(alice.id)
    assert ids(bob) == ids(charlie) == []
    follow(bob.id, alice.id)
    assert ids(bob) == []
    approve(alice.id, bob.id)
    assert (ids(bob), ids(charlie)) == ([post_id], [])


def test_a_post_pushed_to_somebody_who_no_longer_follows_is_not_shown(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    assert ids(bob) == []
    unfollow(bob.id, alice.id)
    assert ids(bob) == []
    late = insert_and_push(alice, bob)
    assert in_redis(bob) == [late, 0]
    assert ids(bob) == []
    page = home(bob.id, None, 10)
    assert (page.entries, page.next) == ([], None)
