"""Bringing back in line what `tintype check --deep` found to differ."""

from django.db import connections

from tintype.photos.models import Comment, CommentLike, Photo, TagEntry
from tintype.photos.processing import process_photo
from tintype.photos.rendered import rendered
from tintype.sharding.scope import action_on, current_scope, shard_of_id
from tintype.storage.queries import is_stored
from tintype.tasks.run import enqueue_and_run

# The post is locked first, so nothing comes between counting and writing.
LOCK = "SELECT FROM photos_post WHERE id = %s FOR UPDATE"
RECOUNT = """
    UPDATE photos_post
    SET like_count = (SELECT count(*) FROM photos_like WHERE post_id = photos_post.id),
        comment_count = (SELECT count(*) FROM photos_comment WHERE post_id = photos_post.id),
        share_count = (SELECT count(*) FROM photos_share WHERE post_id = photos_post.id)
    WHERE id = %s
"""


def recount(post_id: int) -> None:
    """A post's numbers agree with its likes, comments and shares."""
    with action_on(shard_of_id(post_id)), connections[current_scope().database].cursor() as cursor:
        cursor.execute(LOCK, [post_id])
        cursor.execute(RECOUNT, [post_id])
    rendered.forget(post_id)


def recount_comment(comment_id: int) -> None:
    """A comment's number agrees with its likes."""
    with action_on(shard_of_id(comment_id)):
        comment = Comment.objects.select_for_update().filter(id=comment_id).first()
        if comment is not None:
            comment.like_count = CommentLike.objects.filter(comment_id=comment_id).count()
            comment.save(update_fields=["like_count"])


def render_again(photo_id: int) -> None:
    """Renditions that are missing: all are made anew from the original, under names of their own."""
    with action_on(shard_of_id(photo_id)):
        photo = Photo.objects.select_for_update().filter(id=photo_id).first()
        # Where several are missing, each is a difference, and the first has mended all.
        if photo is not None and not all(is_stored(key) for _, key, _, _ in photo.renditions):
            photo.revision += 1
            photo.save(update_fields=["revision"])
            enqueue_and_run(process_photo, photo_id)


def take_off_tag(shard: int, tag: str, post_id: int) -> None:
    """For a hashtag that the post's caption does not have: `sync_tags` is told only of those that it has."""
    with action_on(shard):
        TagEntry.objects.filter(shard=shard, tag=tag, post_id=post_id).delete()
