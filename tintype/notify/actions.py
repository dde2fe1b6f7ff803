"""Changes to what a person is told: each one transaction on that person's shard."""

from tintype.notify.models import SNIPPET_LENGTH, Kind, Notification, ReadMarker
from tintype.notify.unread import forget_unread
from tintype.sharding.databases import shard_databases
from tintype.sharding.ids import next_id
from tintype.sharding.scope import action_of, on_database


def tell(account_id: int, kind: Kind, actor_id: int, *, post_id: int = 0, comment_id: int = 0, text: str = "") -> None:
    """Once, however often it is called. Nobody is told of what they did themselves."""
    if account_id == actor_id:
        return
    with action_of(account_id):
        Notification.objects.bulk_create(
            [
                Notification(
                    id=next_id(),
                    account_id=account_id,
                    kind=kind,
                    actor_id=actor_id,
                    post_id=post_id,
                    comment_id=comment_id,
                    text=text[:SNIPPET_LENGTH],
                )
            ],
            ignore_conflicts=True,
        )
    forget_unread(account_id)


def untell(account_id: int, kind: Kind, actor_id: int, *, post_id: int = 0, comment_id: int = 0) -> None:
    """What it was about has been taken back."""
    with action_of(account_id):
        Notification.objects.filter(
            account_id=account_id, kind=kind, actor_id=actor_id, post_id=post_id, comment_id=comment_id
        ).delete()
    forget_unread(account_id)


def untell_everybody(post_id: int) -> None:
    """A post that is gone. Nobody keeps a list of who was told, so each physical database is asked."""
    told: set[int] = set()
    for database in shard_databases():
        with on_database(database):
            told.update(Notification.objects.filter(post_id=post_id).values_list("account_id", flat=True))
    for account_id in told:
        with action_of(account_id):
            Notification.objects.filter(account_id=account_id, post_id=post_id).delete()
        forget_unread(account_id)


def mark_read(viewer: int) -> None:
    """All that has been told so far has been seen."""
    with action_of(viewer):
        last = Notification.objects.filter(account_id=viewer).order_by("-id").values_list("id", flat=True).first()
        if last is not None:
            ReadMarker.objects.update_or_create(account_id=viewer, defaults={"last_read_id": last})
    forget_unread(viewer)
