"""A feed that is missing, wholly or in part, comes back from the shards; what changes meanwhile is not lost."""

from datetime import timedelta
from typing import Any

import pytest

from tests.away import redis_away
from tests.feed.helpers import ids, in_redis, insert_and_push, insert_post, lose_feed
from tests.queries import counted
from tests.threads import together
from tintype.feed import build
from tintype.feed.queries import home
from tintype.feed.redis import feed_keys
from tintype.graph.actions import follow, unfollow
from tintype.graph.models import Follow, Following
from tintype.lib.redis import client
from tintype.photos.actions import like
from tintype.photos.models import Post
from tintype.photos.queries import liked_among, recent_posts
from tintype.sharding.databases import shard_databases
from tintype.sharding.ids import EPOCH, first_id_at, made_at
from tintype.sharding.map import grouped_by_database
from tintype.sharding.scope import action_of, shard_of
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


@pytest.fixture
def posts(alice: Member, bob: Member) -> list[int]:
    """Of Alice, newest first, the last as old as posts can be; Bob follows her and likes the middle one."""
    follow(bob.id, alice.id)
    made = [insert_post(alice.id, EPOCH + timedelta(minutes=1)), make_post(alice.id), make_post(alice.id)][::-1]
    like(bob.id, made[1])
    run_tasks()
    return made


def marks(member: Member) -> list[tuple[int, bool]]:
    return [(entry.post_id, entry.is_liked) for entry in home(member.id, None, 10).entries]


def test_a_lost_feed_comes_back_with_posts_of_any_age(bob: Member, posts: list[int]) -> None:
    expected = [(posts[0], False), (posts[1], True), (posts[2], False)]
    assert (made_at(posts[2]) - EPOCH).total_seconds() == 60
    assert marks(bob) == expected
    lose_feed(bob)
    assert marks(bob) == expected
    assert in_redis(bob) == [*posts, 0]


@pytest.mark.parametrize("lost", [0, 1, 2], ids=["feed", "following", "liked"])
def test_a_feed_that_lost_one_of_its_keys_comes_back(bob: Member, posts: list[int], lost: int) -> None:
    expected = marks(bob)
    client().delete(feed_keys(bob.id)[lost])
    assert marks(bob) == expected
    assert client().exists(*feed_keys(bob.id)[:3]) == 3


def test_keys_of_one_feed_expire_together(bob: Member, posts: list[int]) -> None:
    assert ids(bob) == posts
    client().expire(feed_keys(bob.id)[2], 100)
    assert ids(bob) == posts
    lives = {client().expiretime(key) for key in feed_keys(bob.id)[:3]}
    assert len(lives) == 1


def during_rebuilds(monkeypatch: pytest.MonkeyPatch, changes: list[Any]) -> list[int]:
    """Let each rebuild be interrupted by the next change after it has read the shards; its length counts rebuilds."""
    tries = [0]

    def interrupted(*arguments: Any) -> list[tuple[int, int]]:
        rows = recent_posts(*arguments)
        if tries[0] < len(changes):
            tries[0] += 1
            changes[tries[0] - 1]()
        return rows

    monkeypatch.setattr(build, "recent_posts", interrupted)
    return tries


def test_a_push_during_a_rebuild_is_not_lost(
    alice: Member, bob: Member, posts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_feed(bob)
    tries = during_rebuilds(monkeypatch, [lambda: insert_and_push(alice, bob), lambda: None])
    seen = ids(bob)
    assert tries == [2]
    assert (len(seen), seen[1:]) == (4, posts)
    assert in_redis(bob) == [*seen, 0]


def test_a_feed_that_keeps_changing_comes_from_the_shards_and_is_built_at_the_next_visit(
    alice: Member, bob: Member, posts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_feed(bob)
    tries = during_rebuilds(monkeypatch, [lambda: insert_and_push(alice, bob)] * build.TRIES)
    seen = ids(bob)
    assert (tries, len(seen), seen[3:]) == ([build.TRIES], 6, posts)
    assert in_redis(bob) == []
    assert ids(bob) == seen
    assert in_redis(bob) == [*seen, 0]


def test_an_unfollow_during_a_rebuild_is_not_undone_by_it(
    alice: Member, bob: Member, posts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_feed(bob)
    during_rebuilds(monkeypatch, [lambda: unfollow(bob.id, alice.id)])
    assert ids(bob) == []


def test_a_like_during_a_rebuild_is_not_lost(bob: Member, posts: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    lose_feed(bob)

    def interrupted(viewer: int, post_ids: Any) -> set[int]:
        liked = liked_among(viewer, post_ids)
        if posts[0] not in liked:
            like(bob.id, posts[0])
        return liked

    monkeypatch.setattr(build, "liked_among", interrupted)
    assert marks(bob) == [(posts[0], True), (posts[1], True), (posts[2], False)]


def test_while_feeds_are_lost_again_and_again_every_reader_sees_everything(bob: Member, posts: list[int]) -> None:
    def read() -> list[list[int]]:
        return [ids(bob, limit=number % 4 + 1) for number in range(20)]

    def lose() -> list[list[int]]:
        for number in range(60):
            client().delete(feed_keys(bob.id)[number % 4])
        return []

    everything = [posts[: number % 4 + 1] for number in range(20)]
    assert together([read, lose, read]) == [everything, [], everything]


def test_without_redis_the_feed_comes_from_the_shards(bob: Member, charlie: Member, posts: list[int]) -> None:
    with redis_away():
        assert marks(bob) == [(posts[0], False), (posts[1], True), (posts[2], False)]
        page = home(bob.id, str(posts[0]), 1)
        assert ([entry.post_id for entry in page.entries], page.next, page.unread) == ([posts[1]], str(posts[1]), None)
        assert ids(charlie) == []


def test_what_is_done_without_redis_is_seen_when_it_is_back(alice: Member, bob: Member) -> None:
    with redis_away():
        follow(bob.id, alice.id)
        post_id = make_post(alice.id)
        like(bob.id, post_id)
        assert marks(bob) == [(post_id, True)]
    run_tasks()
    assert marks(bob) == [(post_id, True)]


def test_a_thousand_followed_people_who_posted_long_ago_cost_five_queries_a_database(charlie: Member) -> None:
    followed = [10**12 + number * 5063 for number in range(1000)]
    posts = follow_all(charlie, followed)
    with counted() as cold:
        assert ids(charlie, limit=20) == posts[:20]
    # Whom they follow, and their own blocks; on each database states and blocks together, posts, shares, and what of
    # them they like and share.
    databases = len(shard_databases())
    assert cold.queries == 1 + 1 + 5 * databases
    with counted() as warm:
        assert ids(charlie, str(posts[19]), limit=20) == posts[20:40]
    assert warm.queries == 0
    with counted() as beyond:
        assert ids(charlie, str(posts[599]), limit=20) == posts[600:620]
    assert beyond.queries == 1 + 1 + 5 * databases


def follow_all(reader: Member, followed: list[int]) -> list[int]:
    """As if `reader` had followed each long ago; one post of each, in January, newest first."""
    for database, group in grouped_by_database(followed, shard_of).items():
        Follow.objects.using(database).bulk_create(
            Follow(followee_id=one, follower_id=reader.id, made_id=one, state=Follow.State.APPROVED) for one in group
        )
        Post.objects.using(database).bulk_create(
            Post(id=january(one), owner_id=one, visibility="public", idempotency_key=str(reader.id)) for one in group
        )
    with action_of(reader.id):
        Following.objects.bulk_create(
            Following(follower_id=reader.id, followee_id=one, made_id=one) for one in followed
        )
    return sorted(map(january, followed), reverse=True)


def january(owner_id: int) -> int:
    return first_id_at(EPOCH + timedelta(minutes=owner_id // 5063 % 40_000)) | shard_of(owner_id) << 10
