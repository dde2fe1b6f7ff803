"""Whose posts belong into a person's home feed."""

from django.db import connections

from tintype.graph.queries import relations
from tintype.graph.records import Sources
from tintype.sharding.scope import on_shard_of

# Nobody's home feed gathers from more people than this; Mastodon's limit is 7,500 follows.
MOST_FOLLOWED = 10_000

# The follower's own list, with what on the same shard keeps somebody out of their home feed. A mute that has ended
# does not count, and one that will end says when.
FOLLOWED = """
    SELECT following.followee_id, mute.muter_id IS NOT NULL OR exclusive.is_so, mute.until
    FROM (
        SELECT follower_id, followee_id FROM graph_following WHERE follower_id = %s ORDER BY made_id DESC LIMIT %s
    ) AS following
    LEFT JOIN graph_mute AS mute ON mute.muter_id = following.follower_id AND mute.muted_id = following.followee_id
        AND (mute.until IS NULL OR mute.until > now())
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM graph_peoplelist AS list JOIN graph_listmember AS member ON member.people_list_id = list.id
            WHERE list.owner_id = following.follower_id AND list.is_exclusive
                AND member.account_id = following.followee_id
        )
    ) AS exclusive(is_so)
"""


def home_sources(viewer: int) -> Sources:
    """By the truth on the shards of those followed; without the viewer."""
    with on_shard_of(viewer) as scope, connections[scope.read_from].cursor() as cursor:
        cursor.execute(FOLLOWED, [viewer, MOST_FOLLOWED])
        rows = cursor.fetchall()
    now = relations(viewer, [owner_id for owner_id, is_left_out, _ in rows if not is_left_out])
    ids = {owner_id for owner_id, tie in now.items() if tie.is_following and not tie.is_cut}
    without_shares = {owner_id for owner_id in ids if not now[owner_id].with_shares}
    return Sources(ids, without_shares, min((until for _, _, until in rows if until is not None), default=None))
