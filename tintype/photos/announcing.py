"""Telling of a post that others may see from now on."""

from tintype.lib.text import tags_in
from tintype.photos import signals
from tintype.photos.models import Post
from tintype.photos.tasks import sync_tags
from tintype.tasks.run import enqueue_and_run


def announce(post: Post) -> None:
    """In the action that makes it ready."""
    if tags := tags_in(post.caption):
        enqueue_and_run(sync_tags, post.id, tags)
    signals.post_published.send(
        None, post_id=post.id, owner_id=post.owner_id, caption=post.caption, visibility=post.visibility
    )
