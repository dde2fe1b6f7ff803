"""What the tables of this room say of some people, truth and copies side by side."""

from collections.abc import Iterable

from tintype.graph.models import Block, BlockedBy, Follow, FollowerCount, Following
from tintype.sharding.scope import on_shard_of

Pairs = set[tuple[int, int]]


def approved(ids: Iterable[int]) -> Pairs:
    """(follower, followed), by the truth on the shards of the followed."""
    return _follows(ids, Follow.State.APPROVED)


def requested(ids: Iterable[int]) -> Pairs:
    return _follows(ids, Follow.State.REQUESTED)


def _follows(ids: Iterable[int], state: Follow.State) -> Pairs:
    found: Pairs = set()
    for one in ids:
        with on_shard_of(one):
            rows = Follow.objects.filter(followee_id=one, state=state)
            found.update(rows.values_list("follower_id", "followee_id"))
    return found


def following_copies(ids: Iterable[int]) -> Pairs:
    found: Pairs = set()
    for one in ids:
        with on_shard_of(one):
            found.update(Following.objects.filter(follower_id=one).values_list("follower_id", "followee_id"))
    return found


def blocks(ids: Iterable[int]) -> Pairs:
    """(blocker, blocked), by the truth on the shards of the blockers."""
    found: Pairs = set()
    for one in ids:
        with on_shard_of(one):
            found.update(Block.objects.filter(blocker_id=one).values_list("blocker_id", "blocked_id"))
    return found


def blocked_by_copies(ids: Iterable[int]) -> Pairs:
    found: Pairs = set()
    for one in ids:
        with on_shard_of(one):
            found.update(BlockedBy.objects.filter(blocked_id=one).values_list("blocker_id", "blocked_id"))
    return found


def counted_followers(ids: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for one in ids:
        with on_shard_of(one):
            rows = FollowerCount.objects.filter(account_id=one)
            found[one] = rows.values_list("followers", flat=True).first() or 0
    return found


def assert_all_agrees(ids: Iterable[int]) -> None:
    """Counts with rows, copies with the truth, and no follow beside a block."""
    ids = list(ids)
    follows = approved(ids)
    assert counted_followers(ids) == {one: sum(followed == one for _, followed in follows) for one in ids}
    assert following_copies(ids) == follows
    assert blocked_by_copies(ids) == blocks(ids)
    cut = {pair for blocker, blocked in blocks(ids) for pair in ((blocker, blocked), (blocked, blocker))}
    assert (follows | requested(ids)) & cut == set()
