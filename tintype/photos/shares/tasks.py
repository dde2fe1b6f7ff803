"""Bringing the sharer's own list in line with the shares beside the posts. Each may run late, twice, out of order."""

from django_tasks import task

from tintype.lib.differences import in_batches
from tintype.photos import signals
from tintype.photos.models import Share, Shared
from tintype.photos.owners.queries import owners_of
from tintype.photos.rendered import rendered
from tintype.sharding.locks import lock_pair
from tintype.sharding.scope import action_of, on_shard_of, on_shard_of_id

# Some seconds of work for a task, which has two minutes.
SHARERS_AT_ONCE = 1_000


@task(queue_name="now")
def sync_shared(account_id: int, post_id: int) -> None:
    """The sharer's own list agrees with the share beside the post, and so does the number on the rendered post.

    Home feeds hear of it from here and not from the action: they are rebuilt from these lists.
    """
    rendered.forget(post_id)
    with action_of(account_id):
        lock_pair("shared", account_id, post_id)
        with on_shard_of_id(post_id):
            truth = Share.objects.filter(post_id=post_id, account_id=account_id)
            made_id = truth.values_list("made_id", flat=True).first()
        copies = Shared.objects.filter(account_id=account_id, post_id=post_id)
        written = copies.values_list("made_id", flat=True).first()
        if written == made_id:
            return
        copies.delete()
        if made_id is not None:
            Shared.objects.create(account_id=account_id, post_id=post_id, made_id=made_id)
        for changed in (written, made_id):
            if changed is not None:
                signals.share_written.send(None, account_id=account_id, post_id=post_id, made_id=changed)


@task(queue_name="whenever")
def sync_sharers(post_id: int, account_ids: list[int]) -> None:
    """A post that is gone leaves the lists of those who shared it."""
    for account_id in account_ids:
        sync_shared.call(account_id, post_id)


@task(queue_name="soon")
def end_shares(sharer_id: int, owner_id: int) -> None:
    """A block stands between the two: the one shows the other's posts to nobody any more."""
    from tintype.photos.shares.actions import take_back  # noqa: PLC0415 - leaf

    with on_shard_of(sharer_id):
        shared = list(Shared.objects.filter(account_id=sharer_id).values_list("post_id", flat=True))
    for post_ids in in_batches(shared, SHARERS_AT_ONCE):
        for post_id, owner in owners_of(post_ids).items():
            if owner == owner_id:
                take_back(sharer_id, post_id)
