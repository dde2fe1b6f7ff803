"""Posts and what hangs on them, on the shard of the post's owner; and two lists that live elsewhere."""

from django.db import models

from tintype.photos.limits import (
    ALT_LENGTH,
    CAPTION_LENGTH,
    COMMENT_LENGTH,
    LANGUAGE_LENGTH,
    SPOILER_LENGTH,
    Visibility,
)
from tintype.sharding.models import ShardedModel, by_account, by_id, by_shard

KEY_LENGTH = 64
TAG_LENGTH = 50


class Post(ShardedModel):
    shard_key = by_id("id")

    id = models.BigIntegerField(primary_key=True)
    owner_id = models.BigIntegerField()
    caption = models.CharField(max_length=CAPTION_LENGTH)
    visibility = models.CharField(max_length=9, choices=Visibility.choices)
    like_count = models.IntegerField(default=0)
    comment_count = models.IntegerField(default=0)
    share_count = models.IntegerField(default=0, db_default=0)
    # Shown before the photos, which are hidden until somebody wants to see them.
    spoiler = models.CharField(max_length=SPOILER_LENGTH, default="", db_default="")
    is_sensitive = models.BooleanField(default=False, db_default=False)
    # BCP 47, empty where nobody said.
    language = models.CharField(max_length=LANGUAGE_LENGTH, default="", db_default="")
    # The app it was posted with: [name, address], empty for the web page.
    application = models.JSONField(default=list, db_default=[])
    edited_at = models.DateTimeField(null=True)
    # Made by next_id when its owner pinned it to their profile, where the last pinned comes first.
    pinned_id = models.BigIntegerField(null=True)
    # Until the last of its photos is worked on, only its owner sees it, and nobody is told.
    is_ready = models.BooleanField(default=True, db_default=True)
    # Made by the form: the same form sent twice makes one post.
    idempotency_key = models.CharField(max_length=KEY_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner_id", "idempotency_key"], name="post_once")]
        indexes = [
            models.Index(fields=["owner_id", "-id"], name="post_by_owner"),
            # Home feeds: without the condition each post would be looked up, to see whether it is direct.
            models.Index(
                fields=["owner_id", "-id"], name="post_in_feeds", condition=~models.Q(visibility=Visibility.DIRECT)
            ),
            models.Index(fields=["-id"], name="post_public", condition=models.Q(visibility=Visibility.PUBLIC)),
            models.Index(fields=["owner_id"], name="post_pinned", condition=models.Q(pinned_id__isnull=False)),
        ]


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
    # What was said of the file before it was sent, and in how many objects it comes in.
    offered_type = models.CharField(max_length=20, default="", db_default="")
    offered_bytes = models.PositiveIntegerField(default=0, db_default=0)
    part_count = models.PositiveSmallIntegerField(default=1, db_default=1)
    # Why it was refused, for the person who sent it.
    reason = models.CharField(max_length=300, default="")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    blurhash = models.CharField(max_length=120, default="")
    # Its dominant colour as #rrggbb.
    colour = models.CharField(max_length=7, default="", db_default="")
    # How it was developed from its original, as imaging.recipe.Recipe.as_json; empty: as it came.
    recipe = models.JSONField(default=dict, db_default={})
    # Goes up whenever the renditions become others, so that no key ever has two contents.
    revision = models.PositiveIntegerField(default=0, db_default=0)
    # Of the original and all renditions.
    stored_bytes = models.PositiveBigIntegerField(default=0, db_default=0)
    # [[name, key, width, height], …] as in records.RenditionRecord.
    renditions = models.JSONField(default=list)
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="photos")
    position = models.PositiveSmallIntegerField(default=0)
    alt = models.CharField(max_length=ALT_LENGTH, default="")
    # What must stay in sight when the photo is cropped: -1 to 1 from left to right and from bottom to top.
    focus_x = models.FloatField(default=0, db_default=0)
    focus_y = models.FloatField(default=0, db_default=0)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="photo_unposted", condition=models.Q(post=None)),
            # How much somebody's photos take, without reading them.
            models.Index(fields=["owner_id"], include=["stored_bytes"], name="photo_room"),
        ]


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
    # The comment that it answers, 0 where it answers the post itself. That one may be deleted meanwhile.
    parent_id = models.BigIntegerField(default=0, db_default=0)
    like_count = models.IntegerField(default=0, db_default=0)
    edited_at = models.DateTimeField(null=True)
    idempotency_key = models.CharField(max_length=KEY_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "author_id", "idempotency_key"], name="comment_once")]
        indexes = [models.Index(fields=["post", "-id"], name="comment_list")]


class CommentLike(ShardedModel):
    """The truth, beside the comment; the liker keeps no list of these."""

    shard_key = by_id("comment_id")

    pk = models.CompositePrimaryKey("comment_id", "account_id")
    comment = models.ForeignKey(Comment, models.CASCADE, db_index=False)
    account_id = models.BigIntegerField()
    made_id = models.BigIntegerField()


class Edit(ShardedModel):
    """A former version of a post or comment, on its shard; `status_id` is the post's or the comment's id."""

    shard_key = by_id("id")

    id = models.BigIntegerField(primary_key=True)
    status_id = models.BigIntegerField()
    text = models.CharField(max_length=CAPTION_LENGTH)
    spoiler = models.CharField(max_length=SPOILER_LENGTH)
    is_sensitive = models.BooleanField()
    # [[photo id, description], …]
    photos = models.JSONField()
    # When this version was written, not when it was replaced.
    written_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["status_id", "id"], name="edit_list")]


class Named(ShardedModel):
    """Whom a direct post's caption mentions, beside the post: they alone see it."""

    shard_key = by_id("post_id")

    pk = models.CompositePrimaryKey("post_id", "account_id")
    post = models.ForeignKey(Post, models.CASCADE, db_index=False, related_name="named")
    account_id = models.BigIntegerField()


class Share(ShardedModel):
    """Somebody showed a post to their own followers: the truth, beside the post."""

    shard_key = by_id("post_id")

    pk = models.CompositePrimaryKey("post_id", "account_id")
    post = models.ForeignKey(Post, models.CASCADE, db_index=False)
    account_id = models.BigIntegerField()
    # Made by next_id on the post's shard: the id under which apps know the share.
    made_id = models.BigIntegerField(unique=True)

    class Meta:
        indexes = [models.Index(fields=["post", "-made_id"], name="share_list")]


class Shared(ShardedModel):
    """What somebody shared, a copy on their own shard."""

    shard_key = by_account("account_id")

    pk = models.CompositePrimaryKey("account_id", "post_id")
    account_id = models.BigIntegerField()
    post_id = models.BigIntegerField()
    made_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["account_id", "-made_id"], name="shared_list")]


class Bookmark(ShardedModel):
    """What somebody keeps for later, on their own shard; `status_id` is a post's or a comment's id."""

    shard_key = by_account("account_id")

    pk = models.CompositePrimaryKey("account_id", "status_id")
    account_id = models.BigIntegerField()
    status_id = models.BigIntegerField()
    made_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["account_id", "-made_id"], name="bookmark_list")]


class QuietPost(ShardedModel):
    """A post of whose comments and likes somebody wants to hear no more, on their own shard."""

    shard_key = by_account("account_id")

    pk = models.CompositePrimaryKey("account_id", "post_id")
    account_id = models.BigIntegerField()
    post_id = models.BigIntegerField()


class OwnTag(ShardedModel):
    """A hashtag in a list of somebody's own, on their shard."""

    shard_key = by_account("account_id")

    pk = models.CompositePrimaryKey("account_id", "tag")
    account_id = models.BigIntegerField()
    tag = models.CharField(max_length=TAG_LENGTH)
    made_id = models.BigIntegerField()

    class Meta:
        abstract = True


class FollowedTag(OwnTag):
    """One that somebody follows."""


class FeaturedTag(OwnTag):
    """One that somebody shows on their profile."""


class Hashtag(models.Model):
    """Every hashtag that was ever used, in the directory, so that it can be searched for."""

    name = models.CharField(max_length=TAG_LENGTH, unique=True)
    last_used_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-last_used_at"], name="hashtag_recent")]


class TagEntry(ShardedModel):
    """A public post under one of its hashtags, on the shard to which the tag hashes."""

    shard_key = by_shard("shard")

    pk = models.CompositePrimaryKey("shard", "tag", "post_id")
    shard = models.SmallIntegerField()
    tag = models.CharField(max_length=50)
    post_id = models.BigIntegerField()
