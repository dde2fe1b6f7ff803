"""Changes to what a person is told: each one transaction on that person's shard."""

from tintype.graph.mutes.queries import standing
from tintype.notify.models import SNIPPET_LENGTH, Kind, Notification
from tintype.notify.unread import forget_unread
from tintype.photos.quiet import quiet_among
from tintype.sharding.databases import shard_databases
from tintype.sharding.ids import next_id
from tintype.sharding.scope import action_of, on_database, on_shard_of


def tell(account_id: int, kind: Kind, actor_id: int, *, post_id: int = 0, comment_id: int = 0, text: str = "") -> None:
    """Once, however often it is called. Nobody is told of what they did themselves, or of what they muted."""
    if account_id == actor_id or not _is_wanted(account_id, actor_id, post_id):
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


def _is_wanted(account_id: int, actor_id: int, post_id: int) -> bool:
    with on_shard_of(account_id):
        if standing(account_id).filter(muted_id=actor_id, with_notifications=True).exists():
            return False
    return not post_id or not quiet_among(account_id, [post_id])


def untell(account_id: int, kind: Kind, actor_id: int, *, post_id: int = 0, comment_id: int = 0) -> None:
    """What it was about has been taken back."""
    with action_of(account_id):
        Notification.objects.filter(
            account_id=account_id, kind=kind, actor_id=actor_id, post_id=post_id, comment_id=comment_id
        ).delete()
    forget_unread(account_id)


def untell_author(account_id: int, comment_id: int) -> None:
    """Of likes of a comment that is gone."""
    with action_of(account_id):
        Notification.objects.filter(account_id=account_id, kind=Kind.LIKE, comment_id=comment_id).delete()
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
