"""What Redis keeps and should not, and what a person is told of."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.deep.looking import assert_mended, run, said, sql
from tests.feed.helpers import ids, lose_feed
from tintype.feed.redis import feed_keys
from tintype.graph.actions import follow
from tintype.graph.mutes.actions import mute
from tintype.lib.redis import client
from tintype.notify.queries import unread_count
from tintype.notify.unread import unread_key
from tintype.photos.actions import like
from tintype.sharding.scope import shard_of
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


@pytest.fixture
def posts(alice: Member, bob: Member) -> list[int]:
    """Alice's, which stand in Bob's feed; he likes the newest."""
    follow(bob.id, alice.id)
    made = [make_post(alice.id) for _ in range(3)]
    like(bob.id, made[-1])
    run_tasks()
    lose_feed(bob)
    assert ids(bob) == made[::-1]
    assert said(alice.id, bob.id) == []
    return made


def test_a_feed_that_lacks_a_post_is_rebuilt(alice: Member, bob: Member, posts: list[int]) -> None:
    client().lrem(feed_keys(bob.id)[0], 0, f"{posts[1]}:{alice.id}")
    assert ids(bob) == [posts[2], posts[0]]
    assert_mended((bob.id,), f"The home feed of account {bob.id} lacks post {posts[1]} of account {alice.id}.")
    assert ids(bob) == posts[::-1]


def test_a_feed_with_a_strange_post_is_rebuilt(alice: Member, bob: Member, posts: list[int]) -> None:
    strange = posts[2] + 1
    client().lpush(feed_keys(bob.id)[0], f"{strange}:{alice.id}")
    said_so = f"The home feed of account {bob.id} has post {strange} of account {alice.id}, which does not belong there"
    assert_mended((bob.id,), f"{said_so}.")
    assert ids(bob) == posts[::-1]


def test_a_feed_in_disorder_is_rebuilt(alice: Member, bob: Member, posts: list[int]) -> None:
    client().lpush(feed_keys(bob.id)[0], f"{posts[0]}:{alice.id}")
    assert_mended((bob.id,), f"The home feed of account {bob.id} is out of order, or has a post twice.")
    assert ids(bob) == posts[::-1]


def test_a_feed_that_hides_somebody_is_rebuilt(alice: Member, bob: Member, posts: list[int]) -> None:
    client().srem(feed_keys(bob.id)[1], alice.id)
    assert ids(bob) == []
    said_so = f"The home feed of account {bob.id} hides the posts of account {alice.id}, and should not."
    assert_mended((bob.id,), said_so)
    assert ids(bob) == posts[::-1]


def test_a_feed_that_would_show_somebody_else_is_rebuilt(bob: Member, charlie: Member, posts: list[int]) -> None:
    client().sadd(feed_keys(bob.id)[1], charlie.id)
    said_so = f"The home feed of account {bob.id} shows the posts of account {charlie.id}, and should not."
    assert_mended((bob.id,), said_so)


def test_a_feed_with_wrong_hearts_is_rebuilt(bob: Member, posts: list[int]) -> None:
    client().srem(feed_keys(bob.id)[2], posts[2])
    client().sadd(feed_keys(bob.id)[2], posts[0])
    assert_mended(
        (bob.id,),
        f"The home feed of account {bob.id} says that post {posts[2]} is not liked, and is wrong.",
        f"The home feed of account {bob.id} says that post {posts[0]} is liked, and is wrong.",
    )


def test_a_feed_that_ends_early_is_no_difference_since_the_shards_go_on(bob: Member, posts: list[int]) -> None:
    client().rpop(feed_keys(bob.id)[0], 2)
    assert said(bob.id) == []
    assert ids(bob) == posts[::-1]


def test_a_feed_of_which_a_part_is_lost_counts_as_missing(bob: Member, posts: list[int]) -> None:
    client().delete(feed_keys(bob.id)[2])
    assert said(bob.id) == []


def test_a_notification_of_a_post_that_is_gone_goes_too(alice: Member, posts: list[int]) -> None:
    shard = shard_of(alice.id)
    gone = posts[0] + 1
    note = sql(
        shard,
        "INSERT INTO notify_notification (id, account_id, kind, actor_id, post_id, comment_id, text)"
        " VALUES (next_id(%s), %s, 'like', 1, %s, 0, '') RETURNING id",
        *(shard, alice.id, gone),
    )
    client().delete(unread_key(alice.id))
    assert_mended((note,), f"Notification {note} of account {alice.id} tells of post {gone}, which is gone.")


def test_a_wrong_unread_number_is_forgotten(alice: Member, posts: list[int]) -> None:
    client().delete(unread_key(alice.id))
    right = unread_count(alice.id)
    client().set(unread_key(alice.id), right + 3)
    said_so = f"The kept unread number of account {alice.id} is {right + 3}, but {right} are unread."
    assert_mended((alice.id,), said_so)


def test_a_feed_whose_mute_has_ended_is_not_looked_at_until_it_is_read(
    alice: Member, bob: Member, posts: list[int]
) -> None:
    mute(bob.id, alice.id, until=timezone.now() + timedelta(days=1))
    assert ids(bob) == []
    assert said(bob.id) == []
    sql(shard_of(bob.id), "UPDATE graph_mute SET until = now() WHERE muter_id = %s", bob.id)
    found = said(bob.id)
    client().set(feed_keys(bob.id)[5], int(timezone.now().timestamp()))
    assert (len(found) > 0, said(bob.id)) == (True, [])
    assert ids(bob) == posts[::-1]


@pytest.mark.parametrize("is_ahead", [True, False])
def test_a_read_marker_that_no_notification_can_have_is_set_anew(
    alice: Member, posts: list[int], *, is_ahead: bool
) -> None:
    shard = shard_of(alice.id)
    made = sql(shard, "SELECT next_id(%s)", shard)
    marker = made + (10**9 << 23) if is_ahead else made ^ (1 << 10)
    sql(shard, "INSERT INTO notify_readmarker (account_id, last_read_id) VALUES (%s, %s)", alice.id, marker)
    client().delete(unread_key(alice.id))
    said_so = f"Account {alice.id} has read up to notification {marker}, which its shard cannot have made yet."
    assert_mended((marker,), said_so)
    assert unread_count(alice.id) == 0


def test_every_check_says_how_much_it_compared(bob: Member, posts: list[int]) -> None:
    compared = {outcome.name: outcome.compared for outcome in run(repair=False)}
    assert compared["home feeds"] > 0
    assert compared["likes in both lists"] >= 2
