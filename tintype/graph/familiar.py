"""Whom a viewer knows among somebody's followers."""

from collections.abc import Iterable

from tintype.accounts.queries import people
from tintype.accounts.records import Person
from tintype.graph.models import Follow, Following
from tintype.graph.queries import cut_from, may_see_lists
from tintype.graph.sources import MOST_FOLLOWED
from tintype.sharding.scope import on_shard_of

MOST_SHOWN = 20


def familiar_followers(viewer: int, owners: Iterable[Person]) -> dict[int, list[Person]]:
    """Of each owner the last followers whom the viewer follows; none where the viewer may not see who follows."""
    known = _followed(viewer)
    found = {owner.id: _among(known, owner) if may_see_lists(viewer, owner) else [] for owner in owners}
    shown = {
        one.id: one for one in people({one for ids in found.values() for one in ids}).values() if not one.hides_follows
    }
    return {owner_id: [shown[one] for one in ids if one in shown] for owner_id, ids in found.items()}


def _followed(viewer: int) -> set[int]:
    with on_shard_of(viewer):
        copies = Following.objects.filter(follower_id=viewer).order_by("-made_id")
        ids = set(copies.values_list("followee_id", flat=True)[:MOST_FOLLOWED])
    return ids - cut_from(viewer)


def _among(known: set[int], owner: Person) -> list[int]:
    with on_shard_of(owner.id):
        rows = Follow.objects.filter(followee_id=owner.id, state=Follow.State.APPROVED, follower_id__in=known)
        return list(rows.order_by("-made_id").values_list("follower_id", flat=True)[:MOST_SHOWN])
