"""The activity page and the number on its tab."""

from uuid import uuid4

import pytest

from tests.away import redis_away
from tests.notify.told import told
from tests.queries import counted
from tintype.feed.queries import home
from tintype.feed.redis import feed_keys
from tintype.graph.actions import block, follow, unblock, unfollow
from tintype.lib.redis import client
from tintype.notify.queries import MOST_COUNTED, activity, unread_count
from tintype.notify.reading import mark_read
from tintype.notify.unread import keep_unread
from tintype.photos.actions import comment, delete_post, like
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


def likes(post_id: int, count: int) -> list[Member]:
    """By so many people, told one after the other."""
    likers = [make_member("liker") for _ in range(count)]
    for liker in likers:
        like(liker.id, post_id)
        run_tasks()
    return likers


def test_activity_pages_without_gaps(alice: Member) -> None:
    likers = likes(make_post(alice.id), 5)
    assert activity(alice.id, None, 5).next is None
    first = activity(alice.id, None, 2)
    second = activity(alice.id, first.next, 2)
    third = activity(alice.id, second.next, 2)
    shown = [record.actor.id for page in (first, second, third) for record in page.items]
    assert shown == [liker.id for liker in reversed(likers)]
    assert third.next is None


def test_three_things_cost_as_many_queries_as_one(alice: Member) -> None:
    costs = []
    for count in (1, 3):
        owner = make_member("owner")
        likes(make_post(owner.id), count)
        activity(owner.id, None, 10)
        with counted() as asked:
            assert len(activity(owner.id, None, 10).items) == count
        costs.append(asked.queries)
    # Blocks either way, mutes; the page and what was read; posts, their photos. Nothing for how one stands to oneself.
    assert costs == [7, 7]


def test_who_is_blocked_is_not_heard_of_until_the_block_ends(alice: Member, bob: Member, charlie: Member) -> None:
    post_id = make_post(alice.id)
    for member in (bob, charlie):
        like(member.id, post_id)
        run_tasks()
    block(alice.id, bob.id)
    assert told(alice) == [("like", charlie.username)]
    unblock(alice.id, bob.id)
    assert told(alice) == [("like", charlie.username), ("like", bob.username)]
    block(bob.id, alice.id)
    assert told(alice) == [("like", charlie.username)]


def test_a_post_that_may_not_be_seen_any_more_is_not_heard_of(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    make_post(alice.id, f"@{bob.username}", visibility="followers")
    run_tasks()
    assert told(bob) == [("mention", alice.username)]
    unfollow(bob.id, alice.id)
    assert told(bob) == []


def test_the_number_is_right_before_and_after_reading(alice: Member, bob: Member) -> None:
    post_id = make_post(alice.id)
    assert unread_count(alice.id) == 0
    likes(post_id, 3)
    assert unread_count(alice.id) == 3
    assert [record.is_read for record in activity(alice.id, None, 10).items] == [False] * 3
    mark_read(alice.id)
    assert unread_count(alice.id) == 0
    assert [record.is_read for record in activity(alice.id, None, 10).items] == [True] * 3
    like(bob.id, post_id)
    run_tasks()
    assert unread_count(alice.id) == 1
    assert [record.is_read for record in activity(alice.id, None, 10).items] == [False, True, True, True]
    mark_read(alice.id)
    mark_read(alice.id)
    assert unread_count(alice.id) == 0


def seen_at_home(member: Member) -> int | None:
    return home(member.id, None, 1).unread


def test_the_home_feed_never_shows_an_old_number(alice: Member, bob: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tintype.notify.unread.MARK_SECONDS", 1000)
    post_id = make_post(alice.id)
    assert seen_at_home(alice) is None
    assert unread_count(alice.id) == seen_at_home(alice) == 0
    likes(post_id, 1)
    assert seen_at_home(alice) is None
    # Whoever counted before the change and comes to keep it now is too late.
    keep_unread(alice.id, 0)
    assert seen_at_home(alice) is None
    client().delete(feed_keys(alice.id)[4])
    assert unread_count(alice.id) == seen_at_home(alice) == 1
    mark_read(alice.id)
    assert seen_at_home(alice) is None
    assert unread_count(alice.id) == 0


def test_the_number_does_not_count_what_a_deleted_post_told(alice: Member, bob: Member, charlie: Member) -> None:
    posts = [make_post(alice.id) for _ in range(2)]
    for post_id in posts:
        like(bob.id, post_id)
        comment(bob.id, post_id, f"@{charlie.username}", uuid4().hex)
    run_tasks()
    assert (unread_count(alice.id), unread_count(charlie.id)) == (4, 2)
    delete_post(alice.id, posts[0])
    run_tasks()
    assert (unread_count(alice.id), unread_count(charlie.id)) == (2, 1)


def test_nothing_to_read_can_be_marked_as_read(alice: Member) -> None:
    mark_read(alice.id)
    assert (unread_count(alice.id), told(alice)) == (0, [])


def test_more_than_can_be_shown_is_not_counted_further(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_COUNTED == 100
    monkeypatch.setattr("tintype.notify.queries.MOST_COUNTED", 2)
    likes(make_post(alice.id), 3)
    assert unread_count(alice.id) == 2


def test_without_redis_people_are_told_all_the_same(alice: Member, bob: Member) -> None:
    post_id = make_post(alice.id)
    with redis_away():
        like(bob.id, post_id)
    run_tasks()
    with redis_away():
        assert told(alice) == [("like", bob.username)]
        assert unread_count(alice.id) == 1
        mark_read(alice.id)
        assert unread_count(alice.id) == 0
