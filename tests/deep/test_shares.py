"""Shares that stand in one place and not in the other."""

from dataclasses import dataclass

import pytest

from tests.deep.looking import assert_mended, said, sql
from tests.feed.helpers import lose_feed
from tintype.feed.queries import home
from tintype.feed.redis import feed_keys
from tintype.graph.actions import follow
from tintype.lib.redis import client
from tintype.photos.shares.actions import share
from tintype.sharding.scope import shard_of, shard_of_id
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


@dataclass
class Scene:
    post: int
    share: int
    bob: int


@pytest.fixture
def scene(alice: Member, bob: Member) -> Scene:
    """Bob shares Alice's post; his own feed has both."""
    follow(bob.id, alice.id)
    post = make_post(alice.id)
    made = share(bob.id, post).share_id
    run_tasks()
    lose_feed(alice, bob)
    home(bob.id, None, 10)
    assert said(alice.id, bob.id) == []
    return Scene(post, made, bob.id)


def test_a_wrong_number_of_shares_is_counted_anew(scene: Scene) -> None:
    sql(shard_of_id(scene.post), "UPDATE photos_post SET share_count = 5 WHERE id = %s", scene.post)
    assert_mended((scene.post,), f"The number of shares of post {scene.post} is off by +4.")


def test_a_share_that_the_sharer_s_list_lacks_comes_into_it(scene: Scene) -> None:
    sql(shard_of(scene.bob), "DELETE FROM photos_shared WHERE account_id = %s", scene.bob)
    lose_feed(Member(scene.bob, ""))
    said_so = f"Account {scene.bob} shares post {scene.post} (share {scene.share}), but its own list does not say so."
    assert_mended((scene.share,), said_so)


def test_a_share_that_is_gone_leaves_the_sharer_s_list_and_the_feeds(scene: Scene) -> None:
    sql(shard_of_id(scene.post), "DELETE FROM photos_share WHERE post_id = %s", scene.post)
    sql(shard_of_id(scene.post), "UPDATE photos_post SET share_count = 0 WHERE id = %s", scene.post)
    client().srem(feed_keys(scene.bob)[2], -scene.post)
    said_so = (
        f"The list of account {scene.bob} says that it shares post {scene.post} (share {scene.share}), but it does not."
    )
    assert_mended((scene.share,), said_so)


def test_a_feed_that_lacks_a_share_or_has_a_strange_one_is_rebuilt(scene: Scene) -> None:
    feed, strange = feed_keys(scene.bob)[0], scene.share + 1024
    client().lrem(feed, 0, f"{scene.share}:{scene.bob}:{scene.post}")
    client().lpush(feed, f"{strange}:{scene.bob}:{scene.post}")
    start = f"The home feed of account {scene.bob}"
    assert_mended(
        (scene.bob,),
        f"{start} lacks share {scene.share} (of post {scene.post}) of account {scene.bob}.",
        f"{start} has share {strange} (of post {scene.post}) of account {scene.bob}, which does not belong there.",
    )


def test_a_feed_that_hides_shares_or_has_a_wrong_mark_is_rebuilt(alice: Member, scene: Scene) -> None:
    _, following, marks, *_ = feed_keys(scene.bob)
    client().sadd(following, -alice.id)
    client().srem(marks, -scene.post)
    start = f"The home feed of account {scene.bob}"
    assert_mended(
        (scene.bob,),
        f"{start} hides the shares of account {alice.id}, and should not.",
        f"{start} says that post {scene.post} is not shared, and is wrong.",
    )
