"""When a copy is written later than the action, since its shard was away, the feed follows the copy."""

import pytest
from django.db import OperationalError

from tests.feed.helpers import ids
from tintype.graph.actions import follow, unfollow
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


def away(*_: object) -> None:
    raise OperationalError("the shard is away")


def test_a_follow_fills_the_feed_once_the_followers_own_list_has_it(
    alice: Member, bob: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_id = make_post(alice.id)
    run_tasks()
    with monkeypatch.context() as patch:
        patch.setattr("tintype.graph.tasks.lock_pair", away)
        follow(bob.id, alice.id)
        assert ids(bob) == []
    run_tasks()
    assert ids(bob) == [post_id]
    unfollow(bob.id, alice.id)
    assert ids(bob) == []
