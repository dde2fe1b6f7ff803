"""What this room hears; every hearer only enqueues."""

from typing import Any

from django.dispatch import receiver

from tintype.graph.signals import follow_approved, follow_ended, follow_made
from tintype.lib.text import mentions_in
from tintype.notify.tasks import (
    list_conversation,
    tell_loud_followers,
    tell_of_approval,
    tell_of_comment,
    tell_of_comment_like,
    tell_of_follow,
    tell_of_like,
    tell_of_post,
    tell_of_share,
    untell_of_post,
)
from tintype.photos.limits import Visibility
from tintype.photos.signals import (
    comment_deleted,
    comment_edited,
    comment_like_changed,
    comment_made,
    post_deleted,
    post_edited,
    post_liked,
    post_published,
    post_shared,
    post_unliked,
    post_unshared,
)


@receiver([post_liked, post_unliked])
def on_like_changed(post_id: int, account_id: int, **_: Any) -> None:
    tell_of_like.enqueue(post_id, account_id)


@receiver([post_shared, post_unshared])
def on_share_changed(post_id: int, account_id: int, **_: Any) -> None:
    tell_of_share.enqueue(post_id, account_id)


@receiver([comment_made, comment_edited, comment_deleted])
def on_comment_changed(post_id: int, comment_id: int, **_: Any) -> None:
    tell_of_comment.enqueue(post_id, comment_id)


@receiver([post_published, post_edited])
def on_post_written(post_id: int, owner_id: int, caption: str, **_: Any) -> None:
    if mentions_in(caption):
        tell_of_post.enqueue(post_id, owner_id)


@receiver(post_published)
def on_post_published(post_id: int, owner_id: int, visibility: str, **_: Any) -> None:
    if visibility != Visibility.DIRECT:
        tell_loud_followers.enqueue(post_id, owner_id, 0)


@receiver([post_published, post_edited, post_deleted])
def on_conversation_changed(post_id: int, visibility: str, **_: Any) -> None:
    if visibility == Visibility.DIRECT:
        list_conversation.enqueue(post_id)


@receiver(comment_like_changed)
def on_comment_like_changed(post_id: int, comment_id: int, author_id: int, account_id: int, **_: Any) -> None:
    tell_of_comment_like.enqueue(post_id, comment_id, author_id, account_id)


@receiver(post_deleted)
def on_post_deleted(post_id: int, **_: Any) -> None:
    untell_of_post.enqueue(post_id)


@receiver([follow_made, follow_ended])
def on_follow_changed(follower_id: int, followee_id: int, **_: Any) -> None:
    tell_of_follow.enqueue(follower_id, followee_id)


@receiver(follow_approved)
def on_follow_approved(follower_id: int, followee_id: int, **_: Any) -> None:
    tell_of_follow.enqueue(follower_id, followee_id)
    tell_of_approval.enqueue(follower_id, followee_id)
