"""Whom a person does not want to see in feeds. It all stands on that person's own shard; the muted learn nothing."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from tintype.accounts.records import Person
from tintype.graph.models import Mute
from tintype.graph.queries import cut_from, page_of_people
from tintype.lib.paging import Cursor, Page, rows_within
from tintype.sharding.scope import on_shard_of


def standing(muter: int) -> QuerySet[Mute]:
    """The mutes of one person that have not ended by themselves. Inside that person's scope."""
    return Mute.objects.filter(Q(until=None) | Q(until__gt=timezone.now()), muter_id=muter)


def muted_by(viewer: int | None) -> set[int]:
    """Whom the viewer wants to see in no feed."""
    if viewer is None:
        return set()
    with on_shard_of(viewer):
        return set(standing(viewer).values_list("muted_id", flat=True))


def unheard_by(viewer: int) -> set[int]:
    """Of whom the viewer wants no notifications either."""
    with on_shard_of(viewer):
        return set(standing(viewer).filter(with_notifications=True).values_list("muted_id", flat=True))


def hidden_from(viewer: int | None) -> set[int]:
    """Whose posts the viewer does not get to see in public timelines: the muted, and whom a block stands between."""
    return cut_from(viewer) | muted_by(viewer)


def muted(viewer: int, cursor: Cursor, limit: int) -> Page[Person]:
    """Whom the viewer mutes, last muted first."""
    with on_shard_of(viewer):
        found = rows_within(standing(viewer).values_list("made_id", "muted_id"), "made_id", cursor, limit)
    return page_of_people(*found)
