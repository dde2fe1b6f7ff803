"""Who follows whom, who blocks whom.

The truth of a follow stands on the shard of the one who is followed; of a block, on the blocker's. The other side
keeps a copy, written by a task, so that one's own lists are read on one's own shard.
"""

from django.db import models

from tintype.graph.limits import LIST_TITLE_LENGTH, NOTE_LENGTH
from tintype.sharding.models import ShardedModel, by_account, by_id


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
    # The follower is told of each new post.
    is_loud = models.BooleanField(default=False, db_default=False)
    # The follower's home feed has what the followee shares.
    with_shares = models.BooleanField(default=True, db_default=True)

    class Meta:
        indexes = [
            models.Index(fields=["followee_id", "state", "-made_id"], name="follow_list"),
            models.Index(fields=["follower_id"], name="follow_by_follower"),
            models.Index(fields=["followee_id", "follower_id"], name="loud_follows", condition=models.Q(is_loud=True)),
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


class Mute(ShardedModel):
    """`muter_id` does not want to see `muted_id` in feeds, and `muted_id` does not learn of it."""

    shard_key = by_account("muter_id")

    pk = models.CompositePrimaryKey("muter_id", "muted_id")
    muter_id = models.BigIntegerField()
    muted_id = models.BigIntegerField()
    made_id = models.BigIntegerField()
    with_notifications = models.BooleanField()
    # It ends by itself then; never where there is none.
    until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["muter_id", "-made_id"], name="mute_list")]


class Note(ShardedModel):
    """What `account_id` wrote down about somebody, for themselves alone."""

    shard_key = by_account("account_id")

    pk = models.CompositePrimaryKey("account_id", "about_id")
    account_id = models.BigIntegerField()
    about_id = models.BigIntegerField()
    text = models.CharField(max_length=NOTE_LENGTH)


class PeopleList(ShardedModel):
    """A list of people with a timeline of its own, on its owner's shard."""

    class Replies(models.TextChoices):
        FOLLOWED = "followed"
        LIST = "list"
        NONE = "none"

    shard_key = by_id("id")

    id = models.BigIntegerField(primary_key=True)
    owner_id = models.BigIntegerField()
    title = models.CharField(max_length=LIST_TITLE_LENGTH)
    replies = models.CharField(max_length=8, choices=Replies.choices)
    # Its members' posts are not in the home feed.
    is_exclusive = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["owner_id", "id"], name="people_lists")]


class ListMember(ShardedModel):
    shard_key = by_id("people_list_id")

    pk = models.CompositePrimaryKey("people_list_id", "account_id")
    people_list = models.ForeignKey(PeopleList, models.CASCADE, db_index=False, related_name="members")
    account_id = models.BigIntegerField()
    made_id = models.BigIntegerField()
