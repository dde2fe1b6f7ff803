"""What a person is told, on their own shard."""

from django.db import models

from tintype.sharding.models import ShardedModel, by_account, by_id

SNIPPET_LENGTH = 200


class Kind(models.TextChoices):
    LIKE = "like"
    COMMENT = "comment"
    MENTION = "mention"
    FOLLOW = "follow"
    REQUEST = "request"
    APPROVED = "approved"
    SHARE = "share"
    # By somebody of whose posts one wants to be told.
    POST = "post"


class Notification(ShardedModel):
    """Zero stands for "none" in post_id and comment_id, so that the constraint counts it."""

    shard_key = by_id("id")

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    actor_id = models.BigIntegerField()
    post_id = models.BigIntegerField(default=0)
    comment_id = models.BigIntegerField(default=0)
    text = models.CharField(max_length=SNIPPET_LENGTH, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account_id", "kind", "actor_id", "post_id", "comment_id"], name="notified_once"
            )
        ]
        indexes = [
            models.Index(fields=["account_id", "-id"], name="activity_list"),
            models.Index(fields=["post_id"], name="told_of_post", condition=~models.Q(post_id=0)),
        ]


class ReadMarker(ShardedModel):
    """Everything up to `last_read_id` has been seen."""

    shard_key = by_account("account_id")

    account_id = models.BigIntegerField(primary_key=True)
    last_read_id = models.BigIntegerField()


class Marker(ShardedModel):
    """How far somebody has read a timeline, as their apps agree among themselves."""

    class Timeline(models.TextChoices):
        HOME = "home"
        NOTIFICATIONS = "notifications"

    shard_key = by_account("account_id")

    pk = models.CompositePrimaryKey("account_id", "timeline")
    account_id = models.BigIntegerField()
    timeline = models.CharField(max_length=13, choices=Timeline.choices)
    last_read_id = models.BigIntegerField()
    version = models.IntegerField()
    updated_at = models.DateTimeField()


class PushSubscription(ShardedModel):
    """Where a phone wants to be told, one for each token."""

    shard_key = by_account("account_id")

    pk = models.CompositePrimaryKey("account_id", "token_id")
    account_id = models.BigIntegerField()
    # The row of the access token in the directory.
    token_id = models.BigIntegerField()
    made_id = models.BigIntegerField()
    endpoint = models.CharField(max_length=2000)
    p256dh = models.CharField(max_length=200)
    auth = models.CharField(max_length=100)
    is_standard = models.BooleanField()
    # {kind: is wanted}
    alerts = models.JSONField()
    policy = models.CharField(max_length=8)


class Conversation(ShardedModel):
    """A direct post with what is said under it, in the list of each who takes part: a copy, the post is the truth."""

    shard_key = by_account("account_id")

    pk = models.CompositePrimaryKey("account_id", "post_id")
    account_id = models.BigIntegerField()
    post_id = models.BigIntegerField()
    # The account ids of all others who take part, in order.
    people = models.JSONField()
    # Of the newest comment, or of the post where there is none.
    last_id = models.BigIntegerField()
    is_unread = models.BooleanField()
    # Put away, until something new is said.
    is_hidden = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=["account_id", "-last_id"], name="conversation_list"),
            models.Index(fields=["post_id"], name="conversation_by_post"),
        ]
