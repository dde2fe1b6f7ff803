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
