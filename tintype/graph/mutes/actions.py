"""Changes to whom a person mutes: each one transaction on that person's own shard."""

from datetime import datetime

from django.utils import timezone

from tintype.accounts.queries import person
from tintype.graph import signals
from tintype.graph.errors import CannotMute
from tintype.graph.models import Mute
from tintype.graph.queries import relation
from tintype.lib.errors import NotFound
from tintype.sharding.ids import next_id
from tintype.sharding.locks import lock_pair
from tintype.sharding.scope import action_of


def mute(viewer: int, other_id: int, *, with_notifications: bool = True, until: datetime | None = None) -> None:
    """Once more changes how. Raises NotFound (nobody, or blocked by them) and CannotMute."""
    if viewer == other_id:
        raise CannotMute("You cannot mute yourself.")
    if person(other_id) is None or relation(viewer, other_id).is_blocked_by:
        raise NotFound
    with action_of(viewer):
        lock_pair("mute", viewer, other_id)
        how = {"with_notifications": with_notifications, "until": until}
        mine = Mute.objects.filter(muter_id=viewer)
        mine.filter(until__lt=timezone.now()).delete()
        if not mine.filter(muted_id=other_id).update(**how):
            Mute.objects.create(muter_id=viewer, muted_id=other_id, made_id=next_id(), **how)
        signals.mute_changed.send(None, muter_id=viewer, muted_id=other_id)


def unmute(viewer: int, other_id: int) -> None:
    with action_of(viewer):
        lock_pair("mute", viewer, other_id)
        if Mute.objects.filter(muter_id=viewer, muted_id=other_id).delete()[0]:
            signals.mute_changed.send(None, muter_id=viewer, muted_id=other_id)
