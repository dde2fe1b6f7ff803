"""What the feed hears; every hearer only enqueues."""

from functools import partial
from typing import Any

from django.dispatch import receiver

from tintype.feed.actions import set_liked, set_shared
from tintype.feed.tasks import (
    drop_feed,
    fan_out,
    fan_out_edit,
    fan_out_share,
    show_like,
    show_own_post,
    show_own_share,
    show_share,
)
from tintype.graph.signals import block_ended, block_made, following_written, lists_changed, mute_changed
from tintype.photos.limits import Visibility
from tintype.photos.signals import (
    post_deleted,
    post_edited,
    post_liked,
    post_published,
    post_shared,
    post_unliked,
    post_unshared,
    share_written,
)
from tintype.tasks.run import enqueue_and_run, run_ahead


@receiver(post_published)
def on_post_published(post_id: int, owner_id: int, visibility: str, **_: Any) -> None:
    """Cards in home feeds are for everyone who follows; a direct post is not, and never comes into one."""
    if visibility == Visibility.DIRECT:
        return
    enqueue_and_run(show_own_post, post_id, owner_id)
    fan_out.enqueue(post_id, owner_id, 0)


@receiver(post_deleted)
def on_post_deleted(post_id: int, owner_id: int, visibility: str, **_: Any) -> None:
    if visibility != Visibility.DIRECT:
        fan_out.enqueue(post_id, owner_id, 0)


@receiver(post_edited)
def on_post_edited(post_id: int, owner_id: int, visibility: str, **_: Any) -> None:
    if visibility != Visibility.DIRECT:
        fan_out_edit.enqueue(post_id, owner_id, 0)


@receiver(following_written)
def on_following_written(follower_id: int, **_: Any) -> None:
    enqueue_and_run(drop_feed, follower_id)


@receiver(mute_changed)
def on_mute_changed(muter_id: int, **_: Any) -> None:
    enqueue_and_run(drop_feed, muter_id)


@receiver(lists_changed)
def on_lists_changed(owner_id: int, **_: Any) -> None:
    enqueue_and_run(drop_feed, owner_id)


@receiver([block_made, block_ended])
def on_block_changed(blocker_id: int, blocked_id: int, **_: Any) -> None:
    enqueue_and_run(drop_feed, blocker_id)
    enqueue_and_run(drop_feed, blocked_id)


@receiver(post_liked)
def on_post_liked(post_id: int, account_id: int, **_: Any) -> None:
    run_ahead(show_like, account_id, post_id, here=partial(set_liked, account_id, post_id, is_liked=True))


@receiver(post_unliked)
def on_post_unliked(post_id: int, account_id: int, **_: Any) -> None:
    run_ahead(show_like, account_id, post_id, here=partial(set_liked, account_id, post_id, is_liked=False))


@receiver(share_written)
def on_share_written(account_id: int, post_id: int, made_id: int, **_: Any) -> None:
    enqueue_and_run(show_own_share, made_id, account_id, post_id)
    fan_out_share.enqueue(made_id, account_id, post_id, 0)


@receiver(post_shared)
def on_post_shared(post_id: int, account_id: int, **_: Any) -> None:
    run_ahead(show_share, account_id, post_id, here=partial(set_shared, account_id, post_id, is_shared=True))


@receiver(post_unshared)
def on_post_unshared(post_id: int, account_id: int, **_: Any) -> None:
    run_ahead(show_share, account_id, post_id, here=partial(set_shared, account_id, post_id, is_shared=False))
