"""A post reaches each follower once, however many they are and however often the tasks run."""

import pytest

from tests.feed.helpers import ids, in_redis
from tintype.feed import tasks
from tintype.feed.tasks import fan_out
from tintype.graph.actions import follow
from tintype.graph.queries import follower_ids
from tintype.photos.actions import delete_post
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

BATCH = 2


@pytest.fixture
def batches(alice: Member, monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """Small ones; who was in each of Alice's."""
    monkeypatch.setattr(tasks, "FAN_OUT_BATCH", BATCH)
    found: list[list[int]] = []

    def recorded(owner_id: int, after: int, limit: int, **how: bool) -> list[int]:
        batch = follower_ids(owner_id, after, limit, **how)
        if owner_id == alice.id:
            found.append(batch)
        return batch

    monkeypatch.setattr(tasks, "follower_ids", recorded)
    return found


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_every_follower_is_reached_once_in_chained_batches(
    alice: Member, charlie: Member, batches: list[list[int]], count: int
) -> None:
    readers = [make_member("reader") for _ in range(count)]
    for reader in readers:
        follow(reader.id, alice.id)
    run_tasks()
    assert [ids(member) for member in (alice, charlie, *readers)] == [[]] * (count + 2)
    post_id = make_post(alice.id)
    run_tasks()
    assert [in_redis(reader) for reader in readers] == [[post_id, 0]] * count
    assert in_redis(charlie) == [0]
    assert [one for batch in batches for one in batch] == sorted(reader.id for reader in readers)
    assert len(batches) == count // BATCH + 1

    delete_post(alice.id, post_id)
    run_tasks()
    assert [in_redis(member) for member in (alice, *readers)] == [[0]] * (count + 1)


def test_a_fan_out_that_runs_again_changes_nothing(alice: Member, batches: list[list[int]]) -> None:
    readers = [make_member("reader") for _ in range(3)]
    for reader in readers:
        follow(reader.id, alice.id)
        assert ids(reader) == []
    posts = [make_post(alice.id) for _ in range(2)]
    run_tasks()
    for post_id in (*posts, *posts[::-1]):
        fan_out.call(post_id, alice.id, 0)
    run_tasks()
    assert [in_redis(reader) for reader in readers] == [[posts[1], posts[0], 0]] * 3


def test_a_feed_that_nobody_has_read_is_not_made_by_a_push(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    post_id = make_post(alice.id)
    run_tasks()
    assert in_redis(bob) == []
    assert ids(bob) == [post_id]


def test_a_fan_out_that_comes_after_the_deletion_brings_nothing_back(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    assert ids(bob) == ids(alice) == []
    post_id = make_post(alice.id)
    delete_post(alice.id, post_id)
    run_tasks()
    fan_out.call(post_id, alice.id, 0)
    assert in_redis(bob) == [0]
    tasks.show_own_post.call(post_id, alice.id)
    assert in_redis(alice) == [0]
