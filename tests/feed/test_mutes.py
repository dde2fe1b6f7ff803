"""Whom one mutes leaves the home feed at once, and comes back when the mute ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.feed.helpers import ids, insert_and_push, lose_feed
from tintype.feed.redis import feed_keys
from tintype.graph.actions import follow
from tintype.graph.models import Mute
from tintype.graph.mutes.actions import mute, unmute
from tintype.lib.redis import client
from tintype.sharding.scope import action_of
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


@pytest.fixture
def posts(alice: Member, bob: Member, charlie: Member) -> dict[int, int]:
    """One of Alice's and one of Charlie's, and a warm feed of Bob's, who follows both."""
    made = {}
    for owner in (alice, charlie):
        follow(bob.id, owner.id)
        made[owner.id] = make_post(owner.id)
    run_tasks()
    assert ids(bob) == [made[charlie.id], made[alice.id]]
    return made


def test_the_muted_are_gone_at_once_and_back_with_the_end(
    alice: Member, bob: Member, charlie: Member, posts: dict[int, int]
) -> None:
    mute(bob.id, alice.id)
    assert ids(bob) == [posts[charlie.id]]
    run_tasks()
    lose_feed(bob)
    assert ids(bob) == [posts[charlie.id]]
    unmute(bob.id, alice.id)
    assert ids(bob) == [posts[charlie.id], posts[alice.id]]


def test_a_new_post_of_somebody_muted_does_not_come(
    alice: Member, bob: Member, charlie: Member, posts: dict[int, int]
) -> None:
    mute(bob.id, alice.id)
    assert ids(bob) == [posts[charlie.id]]
    insert_and_push(alice, bob)
    assert ids(bob) == [posts[charlie.id]]


def test_a_mute_that_ends_by_itself_ends_in_the_feed(
    alice: Member, bob: Member, charlie: Member, posts: dict[int, int]
) -> None:
    moment = timezone.now().replace(microsecond=0) + timedelta(days=1)
    mute(bob.id, alice.id, until=moment)
    assert ids(bob) == [posts[charlie.id]]
    until_key = feed_keys(bob.id)[5]
    assert int(client().get(until_key)) == moment.timestamp()
    # A day later.
    with action_of(bob.id):
        Mute.objects.filter(muter_id=bob.id).update(until=timezone.now())
    assert ids(bob) == [posts[charlie.id]]
    client().set(until_key, int(timezone.now().timestamp()))
    assert ids(bob) == [posts[charlie.id], posts[alice.id]]
    assert client().exists(until_key) == 0


def test_a_mute_without_an_end_takes_the_end_of_an_earlier_one_away(
    alice: Member, bob: Member, charlie: Member, posts: dict[int, int]
) -> None:
    mute(bob.id, alice.id, until=timezone.now() + timedelta(days=1))
    assert ids(bob) == [posts[charlie.id]]
    mute(bob.id, alice.id)
    assert ids(bob) == [posts[charlie.id]]
    assert client().exists(feed_keys(bob.id)[5]) == 0
