"""Bringing copies in line with the truth. Each task reads the truth first: it may run late, twice, out of order."""

from django_tasks import task

from tintype.graph import signals
from tintype.graph.counts import remembered as counts
from tintype.graph.models import Block, BlockedBy, Follow, Following, ListMember
from tintype.sharding.locks import lock_pair
from tintype.sharding.scope import action_of, on_shard_of


@task(queue_name="now")
def sync_follow(follower_id: int, followee_id: int) -> None:
    """The follower's own list agrees with the follow on the followee's shard, and the numbers of both with it.

    Whoever blocked somebody while their own follow of them was being written ends it here: `follow` looks at the
    follower's blocks before its transaction, since these stand on another shard.
    """
    from tintype.graph.actions import end_own_follow  # noqa: PLC0415 - leaf

    counts.forget(followee_id)
    with action_of(follower_id):
        lock_pair("follow", follower_id, followee_id)
        is_blocking = Block.objects.filter(blocker_id=follower_id, blocked_id=followee_id).exists()
        with on_shard_of(followee_id):
            truth = Follow.objects.filter(followee_id=followee_id, follower_id=follower_id)
            made_id = truth.filter(state=Follow.State.APPROVED).values_list("made_id", flat=True).first()
        copies = Following.objects.filter(follower_id=follower_id, followee_id=followee_id)
        if made_id is None:
            copies.delete()
            ListMember.objects.filter(people_list__owner_id=follower_id, account_id=followee_id).delete()
        elif not copies.update(made_id=made_id):
            Following.objects.create(follower_id=follower_id, followee_id=followee_id, made_id=made_id)
        signals.following_written.send(None, follower_id=follower_id)
    counts.forget(follower_id)
    if is_blocking:
        end_own_follow(follower_id, followee_id)


@task(queue_name="now")
def sync_block(blocker_id: int, blocked_id: int) -> None:
    """The blocked person's copy agrees with the block, and a block ends the follow the other way."""
    from tintype.graph.actions import end_own_follow  # noqa: PLC0415 - leaf

    with action_of(blocked_id):
        lock_pair("block", blocked_id, blocker_id)
        with on_shard_of(blocker_id):
            is_blocked = Block.objects.filter(blocker_id=blocker_id, blocked_id=blocked_id).exists()
        copies = BlockedBy.objects.filter(blocked_id=blocked_id, blocker_id=blocker_id)
        if not is_blocked:
            copies.delete()
        elif not copies.exists():
            BlockedBy.objects.create(blocked_id=blocked_id, blocker_id=blocker_id)
    if is_blocked:
        end_own_follow(blocker_id, blocked_id)
