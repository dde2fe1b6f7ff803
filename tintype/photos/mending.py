"""Bringing back in line what `tintype check --deep` found to differ."""

from django.db import connections

from tintype.photos.imaging.render import render_photo
from tintype.photos.models import Comment, CommentLike, Photo, TagEntry
from tintype.photos.rendered import rendered
from tintype.sharding.scope import action_on, current_scope, on_shard_of_id, shard_of_id
from tintype.storage.actions import put_object
from tintype.storage.queries import LARGEST_UPLOAD_BYTES, is_stored, open_object

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
    """Renditions that are missing, made from the original one. Raises ObjectMissing when that is gone too."""
    with on_shard_of_id(photo_id):
        found = Photo.objects.filter(id=photo_id).values_list("renditions", flat=True).first()
    keys = {name: key for name, key, _, _ in found or []}
    missing = {name for name, key in keys.items() if not is_stored(key)}
    if missing:
        with open_object(keys["original"]) as file:
            made = render_photo(file.read(LARGEST_UPLOAD_BYTES + 1))
        for again in made.renditions:
            if again.name in missing:
                put_object(keys[again.name], again.data, again.content_type)


def take_off_tag(shard: int, tag: str, post_id: int) -> None:
    """For a hashtag that the post's caption does not have: `sync_tags` is told only of those that it has."""
    with action_on(shard):
        TagEntry.objects.filter(shard=shard, tag=tag, post_id=post_id).delete()
