"""Whom a viewer knows among somebody's followers."""

from collections.abc import Iterable

from tintype.accounts.queries import people
from tintype.accounts.records import Person
from tintype.graph.models import Following
from tintype.graph.queries import cut_from, may_see_lists, relations
from tintype.graph.sources import MOST_FOLLOWED
from tintype.sharding.scope import on_shard_of, shard_of
from tintype.sharding.walk import gathered

MOST_SHOWN = 20
AMONG_FOLLOWERS = """
    SELECT owner.id, known.follower_id FROM unnest(%s::bigint[]) AS owner(id) CROSS JOIN LATERAL (
        SELECT follower_id, made_id FROM graph_follow
        WHERE followee_id = owner.id AND state = 'approved' AND follower_id = ANY(%s) ORDER BY made_id DESC LIMIT %s
    ) AS known
    ORDER BY known.made_id DESC
"""


def familiar_followers(viewer: int, owners: Iterable[Person]) -> dict[int, list[Person]]:
    """Of each owner the last followers whom the viewer follows; none where the viewer may not see who follows."""
    known = {owner.id: owner for owner in owners}
    ties = relations(viewer, known)
    open_ones = [owner.id for owner in known.values() if may_see_lists(viewer, owner, ties[owner.id])]
    followed = sorted(_followed(viewer))
    rows = gathered(AMONG_FOLLOWERS, open_ones, shard_of, lambda group: [group, followed, MOST_SHOWN])
    shown = {one: person for one, person in people(one for _, one in rows).items() if not person.hides_follows}
    found: dict[int, list[Person]] = {owner_id: [] for owner_id in known}
    for owner_id, follower_id in rows:
        if follower_id in shown:
            found[owner_id].append(shown[follower_id])
    return found


def _followed(viewer: int) -> set[int]:
    with on_shard_of(viewer):
        copies = Following.objects.filter(follower_id=viewer).order_by("-made_id")
        ids = set(copies.values_list("followee_id", flat=True)[:MOST_FOLLOWED])
    return ids - cut_from(viewer)


# Both stand on the viewer's shard: whom they follow, and who follows them.
MUTUAL = """
    SELECT following.followee_id FROM graph_following AS following
    JOIN graph_follow AS follow ON follow.followee_id = following.follower_id
        AND follow.follower_id = following.followee_id AND follow.state = 'approved'
    WHERE following.follower_id = %s ORDER BY following.made_id DESC LIMIT %s
"""


def mutual_follows(viewer: int) -> list[Person]:
    """Whom the viewer follows and who follow the viewer, those followed last first."""
    ids = [one for (one,) in gathered(MUTUAL, [viewer], shard_of, lambda _: [viewer, MOST_SHOWN])]
    known = people(ids)
    return [known[one] for one in ids if one in known]
