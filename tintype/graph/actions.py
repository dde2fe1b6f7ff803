"""Changes to who follows and blocks whom: each one transaction on the shard of the person whose rights are at stake."""

from django.db import connections
from django.db.models import F, QuerySet

from tintype.accounts.queries import person
from tintype.graph import signals
from tintype.graph.counts import remembered as counts
from tintype.graph.errors import CannotBlock, CannotFollow
from tintype.graph.models import Block, Follow, FollowerCount
from tintype.graph.queries import relation
from tintype.graph.records import Relation
from tintype.graph.tasks import sync_block, sync_follow
from tintype.lib.errors import NotFound
from tintype.sharding.ids import next_id
from tintype.sharding.scope import action_of, current_scope, on_shard_of
from tintype.tasks.run import enqueue_and_run


def _lock(account_id: int) -> None:
    """Follows and blocks of one person go one after the other, so that no follow slips in behind a block."""
    with connections[current_scope().database].cursor() as cursor:
        cursor.execute(
            "INSERT INTO graph_followercount (account_id, followers) VALUES (%s, 0)"
            " ON CONFLICT (account_id) DO UPDATE SET followers = graph_followercount.followers",
            [account_id],
        )


def _count(account_id: int, change: int) -> None:
    FollowerCount.objects.filter(account_id=account_id).update(followers=F("followers") + change)


def follow(viewer: int, owner_id: int, *, is_loud: bool | None = None, with_shares: bool | None = None) -> Relation:
    """Follow, or ask to; once more changes how, where that is said. Raises NotFound (nobody, or blocked by them) and
    CannotFollow.
    """
    owner = person(owner_id)
    if owner is None:
        raise NotFound
    if viewer == owner_id:
        raise CannotFollow("You cannot follow yourself.")
    with on_shard_of(viewer):
        if Block.objects.filter(blocker_id=viewer, blocked_id=owner_id).exists():
            raise CannotFollow(f"You have blocked {owner.display_name}. Unblock first.")
    with action_of(owner_id):
        _lock(owner_id)
        if Block.objects.filter(blocker_id=owner_id, blocked_id=viewer).exists():
            raise NotFound
        if not Follow.objects.filter(followee_id=owner_id, follower_id=viewer).exists():
            _make_follow(viewer, owner_id, Follow.State.REQUESTED if owner.is_private else Follow.State.APPROVED)
        _change_follow(viewer, owner_id, is_loud=is_loud, with_shares=with_shares)
    return relation(viewer, owner_id)


def _change_follow(follower_id: int, followee_id: int, **how: bool | None) -> None:
    """Of what is None nothing changes; the rest comes to the follower's side as a new follow does."""
    changes = {name: value for name, value in how.items() if value is not None}
    mine = Follow.objects.filter(followee_id=followee_id, follower_id=follower_id)
    if changes and mine.exclude(**changes).update(**changes):
        enqueue_and_run(sync_follow, follower_id, followee_id)


def _make_follow(follower_id: int, followee_id: int, state: Follow.State) -> None:
    Follow.objects.create(followee_id=followee_id, follower_id=follower_id, made_id=next_id(), state=state)
    if state == Follow.State.APPROVED:
        _count(followee_id, 1)
    enqueue_and_run(sync_follow, follower_id, followee_id)
    signals.follow_made.send(None, follower_id=follower_id, followee_id=followee_id, state=str(state))


def _end_follow(follower_id: int, followee_id: int) -> Follow.State | None:
    """Inside the followee's transaction. What it was; nothing happens where there is no follow."""
    found = Follow.objects.filter(followee_id=followee_id, follower_id=follower_id)
    state = found.values_list("state", flat=True).first()
    if state is None:
        return None
    found.delete()
    if state == Follow.State.APPROVED:
        _count(followee_id, -1)
    enqueue_and_run(sync_follow, follower_id, followee_id)
    signals.follow_ended.send(None, follower_id=follower_id, followee_id=followee_id)
    return Follow.State(state)


def unfollow(viewer: int, owner_id: int) -> Relation:
    """Stop following, or take a request back. Raises NotFound for nobody."""
    if person(owner_id) is None:
        raise NotFound
    end_own_follow(viewer, owner_id)
    return relation(viewer, owner_id)


def decline(viewer: int, follower_id: int) -> None:
    """Turn a request down, or take a follower away."""
    with action_of(viewer):
        _lock(viewer)
        if _end_follow(follower_id, viewer) == Follow.State.APPROVED:
            signals.follower_removed.send(None, followee_id=viewer)


def end_own_follow(follower_id: int, followee_id: int) -> None:
    """As `unfollow`, of anybody: for whoever has blocked the one whom they follow."""
    with action_of(followee_id):
        _lock(followee_id)
        _end_follow(follower_id, followee_id)


def turn_down(viewer: int, follower_id: int) -> None:
    """As `decline`, for a request alone: raises NotFound when there is none (any more)."""
    with action_of(viewer):
        _lock(viewer)
        if not _request(follower_id, viewer).exists():
            raise NotFound
        _end_follow(follower_id, viewer)


def _request(follower_id: int, followee_id: int) -> QuerySet[Follow]:
    return Follow.objects.filter(followee_id=followee_id, follower_id=follower_id, state=Follow.State.REQUESTED)


def approve(viewer: int, follower_id: int) -> None:
    """Raises NotFound when there is no such request (any more)."""
    with action_of(viewer):
        _lock(viewer)
        if not _request(follower_id, viewer).update(state=Follow.State.APPROVED):
            raise NotFound
        _count(viewer, 1)
        enqueue_and_run(sync_follow, follower_id, viewer)
        signals.follow_approved.send(None, follower_id=follower_id, followee_id=viewer)


def block(viewer: int, other_id: int) -> Relation:
    """Neither sees the other from now on. Raises NotFound for nobody, CannotBlock for oneself."""
    if viewer == other_id:
        raise CannotBlock("You cannot block yourself.")
    if person(other_id) is None:
        raise NotFound
    with action_of(viewer):
        _lock(viewer)
        if not Block.objects.filter(blocker_id=viewer, blocked_id=other_id).exists():
            Block.objects.create(blocker_id=viewer, blocked_id=other_id, made_id=next_id())
            _end_follow(other_id, viewer)
            enqueue_and_run(sync_block, viewer, other_id)
            signals.block_made.send(None, blocker_id=viewer, blocked_id=other_id)
    return relation(viewer, other_id)


def unblock(viewer: int, other_id: int) -> Relation:
    with action_of(viewer):
        _lock(viewer)
        if Block.objects.filter(blocker_id=viewer, blocked_id=other_id).delete()[0]:
            enqueue_and_run(sync_block, viewer, other_id)
            signals.block_ended.send(None, blocker_id=viewer, blocked_id=other_id)
    return relation(viewer, other_id)


def recount_followers(owner_id: int) -> None:
    """The number agrees with the follows again, should it ever not."""
    with action_of(owner_id):
        _lock(owner_id)
        approved = Follow.objects.filter(followee_id=owner_id, state=Follow.State.APPROVED).count()
        FollowerCount.objects.filter(account_id=owner_id).update(followers=approved)
    counts.forget(owner_id)
