"""Posts and what hangs on them, on the shard of the post's owner; and two lists that live elsewhere."""

from django.db import models

from tintype.photos.limits import ALT_LENGTH, CAPTION_LENGTH, COMMENT_LENGTH, Visibility
from tintype.sharding.models import ShardedModel, by_account, by_id, by_shard

KEY_LENGTH = 64


class Post(ShardedModel):
    shard_key = by_id("id")

    id = models.BigIntegerField(primary_key=True)
    owner_id = models.BigIntegerField()
    caption = models.CharField(max_length=CAPTION_LENGTH)
    visibility = models.CharField(max_length=9, choices=Visibility.choices)
    like_count = models.IntegerField(default=0)
    comment_count = models.IntegerField(default=0)
    # Made by the form: the same form sent twice makes one post.
    idempotency_key = models.CharField(max_length=KEY_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner_id", "idempotency_key"], name="post_once")]
        indexes = [models.Index(fields=["owner_id", "-id"], name="post_by_owner")]


class Photo(ShardedModel):
    """One photo from the signed upload on; in a post once that is made."""

    shard_key = by_id("id")

    class State(models.TextChoices):
        AWAITING = "awaiting"
        UPLOADED = "uploaded"
        READY = "ready"
        REFUSED = "refused"

    id = models.BigIntegerField(primary_key=True)
    owner_id = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.AWAITING)
    incoming_key = models.CharField(max_length=120)
    # Why it was refused, for the person who sent it.
    reason = models.CharField(max_length=300, default="")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    blurhash = models.CharField(max_length=120, default="")
    # [[name, key, width, height], …] as in records.RenditionRecord.
    renditions = models.JSONField(default=list)
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="photos")
    position = models.PositiveSmallIntegerField(default=0)
    alt = models.CharField(max_length=ALT_LENGTH, default="")

    class Meta:
        indexes = [models.Index(fields=["id"], name="photo_unposted", condition=models.Q(post=None))]


class Like(ShardedModel):
    """The truth, beside the post."""

    shard_key = by_id("post_id")

    pk = models.CompositePrimaryKey("post_id", "account_id")
    post = models.ForeignKey(Post, models.CASCADE, db_index=False)
    account_id = models.BigIntegerField()
    made_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["post", "-made_id"], name="like_list")]


class Liked(ShardedModel):
    """The liker's own list, a copy on the liker's shard."""

    shard_key = by_account("account_id")

    pk = models.CompositePrimaryKey("account_id", "post_id")
    account_id = models.BigIntegerField()
    post_id = models.BigIntegerField()
    made_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["account_id", "-made_id"], name="liked_list")]


class Comment(ShardedModel):
    shard_key = by_id("id")

    id = models.BigIntegerField(primary_key=True)
    post = models.ForeignKey(Post, models.CASCADE, db_index=False)
    author_id = models.BigIntegerField()
    text = models.CharField(max_length=COMMENT_LENGTH)
    idempotency_key = models.CharField(max_length=KEY_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "author_id", "idempotency_key"], name="comment_once")]
        indexes = [models.Index(fields=["post", "-id"], name="comment_list")]


class TagEntry(ShardedModel):
    """A public post under one of its hashtags, on the shard to which the tag hashes."""

    shard_key = by_shard("shard")

    pk = models.CompositePrimaryKey("shard", "tag", "post_id")
    shard = models.SmallIntegerField()
    tag = models.CharField(max_length=50)
    post_id = models.BigIntegerField()
