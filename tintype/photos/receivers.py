"""What this room hears; every hearer of a change only enqueues."""

from typing import Any

from django.dispatch import receiver

from tintype.accounts.signals import account_suspended, addresses_recalled, picture_replaced, profile_changed
from tintype.graph.signals import block_made, follower_removed
from tintype.lib.text import tags_in
from tintype.photos.hashtags.tasks import note_tags_of
from tintype.photos.imaging.client import share
from tintype.photos.limits import Visibility
from tintype.photos.processing import process_photo
from tintype.photos.recall import recall_private, refuse_later, renew_faces
from tintype.photos.shares.tasks import end_shares
from tintype.photos.signals import post_deleted, post_edited, post_published
from tintype.photos.tasks import announce_post, delete_files, forget_counts, forget_posts_of
from tintype.tasks.run import enqueue_and_run
from tintype.tasks.signals import group_starts


@receiver([post_published, post_deleted])
def on_posts_changed(owner_id: int, **_: Any) -> None:
    enqueue_and_run(forget_counts, owner_id)


@receiver(post_published)
def on_post_published(**about: Any) -> None:
    _announce("update", **about)


@receiver(post_edited)
def on_post_edited(**about: Any) -> None:
    _announce("status.update", **about)


@receiver(post_deleted)
def on_post_deleted(**about: Any) -> None:
    _announce("delete", **about)


def _announce(event: str, *, post_id: int, owner_id: int, caption: str, visibility: str, **_: Any) -> None:
    if visibility != Visibility.DIRECT:
        tags = tags_in(caption) if visibility == Visibility.PUBLIC else None
        announce_post.enqueue(event, post_id, owner_id, tags)


@receiver(profile_changed)
def on_profile_changed(account_id: int, **_: Any) -> None:
    enqueue_and_run(forget_posts_of, account_id)
    note_tags_of.enqueue(account_id)


@receiver(picture_replaced)
def on_picture_replaced(key: str, **_: Any) -> None:
    enqueue_and_run(delete_files, [key])


@receiver(account_suspended)
def on_account_suspended(account_id: int, **_: Any) -> None:
    """Nothing of theirs is seen any more, not even by those who know the address of their picture."""
    enqueue_and_run(renew_faces, account_id)


@receiver(block_made)
def on_block_made(blocker_id: int, blocked_id: int, **_: Any) -> None:
    end_shares.enqueue(blocker_id, blocked_id)
    end_shares.enqueue(blocked_id, blocker_id)
    enqueue_and_run(recall_private, blocker_id)


@receiver(follower_removed)
def on_follower_removed(followee_id: int, **_: Any) -> None:
    enqueue_and_run(recall_private, followee_id)


@receiver(addresses_recalled)
def on_addresses_recalled(account_id: int, stamps: list[str], **_: Any) -> None:
    """The edges first; what was rendered with the old addresses shows no photos until it is made anew."""
    refuse_later(account_id, stamps)
    enqueue_and_run(forget_posts_of, account_id)


@receiver(group_starts)
def on_group_starts(queues: list[str], **_: Any) -> None:
    """Workers that are to work on photos have one imaging server between them."""
    if process_photo.queue_name in queues:
        share()
