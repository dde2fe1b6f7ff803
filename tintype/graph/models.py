"""Who follows whom, who blocks whom.

The truth of a follow stands on the shard of the one who is followed; of a block, on the blocker's. The other side
keeps a copy, written by a task, so that one's own lists are read on one's own shard.
"""

from django.db import models

from tintype.sharding.models import ShardedModel, by_account


class Follow(ShardedModel):
    """The truth, on the shard of `followee_id`."""

    shard_key = by_account("followee_id")

    class State(models.TextChoices):
        REQUESTED = "requested"
        APPROVED = "approved"

    pk = models.CompositePrimaryKey("followee_id", "follower_id")
    followee_id = models.BigIntegerField()
    follower_id = models.BigIntegerField()
    # Made by next_id on the followee's shard, so lists page by it.
    made_id = models.BigIntegerField()
    state = models.CharField(max_length=9, choices=State.choices)

    class Meta:
        indexes = [
            models.Index(fields=["followee_id", "state", "-made_id"], name="follow_list"),
            models.Index(fields=["follower_id"], name="follow_by_follower"),
        ]


class Following(ShardedModel):
    """The copy, on the shard of `follower_id`; only approved follows."""

    shard_key = by_account("follower_id")

    pk = models.CompositePrimaryKey("follower_id", "followee_id")
    follower_id = models.BigIntegerField()
    followee_id = models.BigIntegerField()
    made_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["follower_id", "-made_id"], name="following_list")]


class Block(ShardedModel):
    """The truth, on the shard of `blocker_id`."""

    shard_key = by_account("blocker_id")

    pk = models.CompositePrimaryKey("blocker_id", "blocked_id")
    blocker_id = models.BigIntegerField()
    blocked_id = models.BigIntegerField()
    made_id = models.BigIntegerField()


class BlockedBy(ShardedModel):
    """The copy, on the shard of `blocked_id`."""

    shard_key = by_account("blocked_id")

    pk = models.CompositePrimaryKey("blocked_id", "blocker_id")
    blocked_id = models.BigIntegerField()
    blocker_id = models.BigIntegerField()


class FollowerCount(ShardedModel):
    """How many approved follows `account_id` has; changed in the same transaction as the follow."""

    shard_key = by_account("account_id")

    account_id = models.BigIntegerField(primary_key=True)
    followers = models.BigIntegerField(default=0)
