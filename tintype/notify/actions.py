"""Changes to what a person is told: each one transaction on that person's shard."""

from tintype.graph.mutes.queries import standing
from tintype.lib.announce import publish, told
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
    cause = {"account_id": account_id, "kind": kind, "actor_id": actor_id, "post_id": post_id, "comment_id": comment_id}
    with action_of(account_id):
        note = Notification(id=next_id(), **cause, text=text[:SNIPPET_LENGTH])
        # Of what was told already, the words may have been changed since.
        Notification.objects.bulk_create([note], update_conflicts=True, unique_fields=[*cause], update_fields=["text"])
        is_new = Notification.objects.filter(id=note.id).exists()
    forget_unread(account_id)
    if is_new:
        publish([told(account_id)], "notification", note.id)


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


def untell_everybody(post_id: int, comment_id: int | None = None) -> None:
    """Of a post that is gone, or of one comment. Nobody keeps a list of who was told, so every database is asked."""
    about = {"post_id": post_id} if comment_id is None else {"post_id": post_id, "comment_id": comment_id}
    readers: set[int] = set()
    for database in shard_databases():
        with on_database(database):
            readers.update(Notification.objects.filter(**about).values_list("account_id", flat=True))
    for account_id in readers:
        with action_of(account_id):
            Notification.objects.filter(account_id=account_id, **about).delete()
        forget_unread(account_id)
