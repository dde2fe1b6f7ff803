"""What happens to home feeds later."""

from django_tasks import task

from tintype.feed.actions import announce, drop, push, remove, set_liked, set_shared
from tintype.feed.records import Entry
from tintype.graph.queries import follower_ids
from tintype.photos.queries import existing, liked_among
from tintype.photos.shares.queries import shared_among, stands
from tintype.sharding.scope import action_of

# As Instagram did: an author with many followers is served by a chain of tasks of some seconds each.
FAN_OUT_BATCH = 10_000


@task(queue_name="now")
def show_own_post(post_id: int, owner_id: int) -> None:
    """The author's own feed does not wait for the fan-out."""
    if existing([post_id]):
        push(Entry.of_post(post_id, owner_id), [owner_id])


@task(queue_name="now")
def show_own_share(share_id: int, sharer_id: int, post_id: int) -> None:
    """As `show_own_post`; also when it is taken back."""
    change = push if stands(share_id, post_id) else remove
    change(Entry(share_id, sharer_id, post_id), [sharer_id])


@task(queue_name="soon")
def fan_out(post_id: int, owner_id: int, after: int) -> None:
    """Into (or, of a deleted post, out of) the feeds of one batch of followers; the next batch is a new task."""
    readers = follower_ids(owner_id, after, FAN_OUT_BATCH)
    change = push if existing([post_id]) else remove
    change(Entry.of_post(post_id, owner_id), [*readers, owner_id])
    if len(readers) == FAN_OUT_BATCH:
        with action_of(owner_id):
            fan_out.enqueue(post_id, owner_id, readers[-1])


@task(queue_name="soon")
def fan_out_edit(post_id: int, owner_id: int, after: int) -> None:
    """Feeds hold only ids; those who listen are told, a batch of followers at a time."""
    readers = follower_ids(owner_id, after, FAN_OUT_BATCH)
    announce("status.update", post_id, [*readers, owner_id])
    if len(readers) == FAN_OUT_BATCH:
        with action_of(owner_id):
            fan_out_edit.enqueue(post_id, owner_id, readers[-1])


@task(queue_name="soon")
def fan_out_share(share_id: int, sharer_id: int, post_id: int, after: int) -> None:
    """As `fan_out`, to those followers who want to see what the sharer shares."""
    readers = follower_ids(sharer_id, after, FAN_OUT_BATCH, with_shares=True)
    change = push if stands(share_id, post_id) else remove
    change(Entry(share_id, sharer_id, post_id), [*readers, sharer_id])
    if len(readers) == FAN_OUT_BATCH:
        with action_of(sharer_id):
            fan_out_share.enqueue(share_id, sharer_id, post_id, readers[-1])


@task(queue_name="now")
def drop_feed(account_id: int) -> None:
    drop(account_id)


@task(queue_name="soon")
def show_like(account_id: int, post_id: int) -> None:
    set_liked(account_id, post_id, is_liked=post_id in liked_among(account_id, [post_id]))


@task(queue_name="soon")
def show_share(account_id: int, post_id: int) -> None:
    """The button on the post, not the share in feeds."""
    set_shared(account_id, post_id, is_shared=post_id in shared_among(account_id, [post_id]))
