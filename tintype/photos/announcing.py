"""Telling of a post that others may see from now on, or that is not as it was."""

from tintype.lib.text import tags_in
from tintype.photos import signals
from tintype.photos.models import Post
from tintype.photos.tasks import forget_rendered, sync_tags
from tintype.tasks.run import enqueue_and_run


def announce(post: Post) -> None:
    """In the action that makes it ready."""
    if tags := tags_in(post.caption):
        enqueue_and_run(sync_tags, post.id, tags)
    signals.post_published.send(
        None, post_id=post.id, owner_id=post.owner_id, caption=post.caption, visibility=post.visibility
    )


def tell_of_change(post_id: int) -> None:
    """In an action on a post that others see: it reads or looks different now."""
    post = Post.objects.get(id=post_id)
    forget_rendered.enqueue(post_id)
    signals.post_edited.send(
        None, post_id=post_id, owner_id=post.owner_id, caption=post.caption, visibility=post.visibility
    )
