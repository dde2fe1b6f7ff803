"""All that is between a viewer and other people, for those who show it in full; `queries.relations` decides."""

from collections.abc import Iterable
from typing import Any

from django.db import connections

from tintype.graph.models import Follow
from tintype.graph.queries import relations
from tintype.graph.records import Tie
from tintype.sharding.ids import made_at
from tintype.sharding.map import grouped_by_database
from tintype.sharding.scope import on_shard_of, shard_of

# What stands on the others' shards beyond what `relations` asks for.
THEIRS = """
    SELECT followee_id, made_id, is_loud FROM graph_follow
    WHERE followee_id = ANY(%s) AND follower_id = %s
"""
MINE = """
    SELECT other.id, follow.state, mute.with_notifications, mute.until, note.text
    FROM unnest(%(ids)s::bigint[]) AS other(id)
    LEFT JOIN graph_follow AS follow ON follow.followee_id = %(viewer)s AND follow.follower_id = other.id
    LEFT JOIN graph_mute AS mute ON mute.muter_id = %(viewer)s AND mute.muted_id = other.id
        AND (mute.until IS NULL OR mute.until > now())
    LEFT JOIN graph_note AS note ON note.account_id = %(viewer)s AND note.about_id = other.id
"""


def tie(viewer: int, other_id: int) -> Tie:
    return ties(viewer, [other_id])[other_id]


def ties(viewer: int, other_ids: Iterable[int]) -> dict[int, Tie]:
    """Three statements to each database, however many people."""
    ids = sorted(set(other_ids))
    if not ids:
        return {}
    follows = _follows(viewer, ids)
    mine = _mine(viewer, ids)
    return {
        other_id: Tie(relation, **follows.get(other_id, {}), **mine[other_id])
        for other_id, relation in relations(viewer, ids).items()
    }


def _follows(viewer: int, ids: list[int]) -> dict[int, dict[str, Any]]:
    found = {}
    for database, group in grouped_by_database(ids, shard_of).items():
        with connections[database].cursor() as cursor:
            cursor.execute(THEIRS, [group, viewer])
            for owner_id, made_id, is_loud in cursor.fetchall():
                found[owner_id] = {"since": made_at(made_id), "is_loud": is_loud}
    return found


def _mine(viewer: int, ids: list[int]) -> dict[int, dict[str, Any]]:
    with on_shard_of(viewer) as scope, connections[scope.read_from].cursor() as cursor:
        cursor.execute(MINE, {"ids": ids, "viewer": viewer})
        return {
            other_id: {
                "is_followed_by": state == Follow.State.APPROVED,
                "is_asked_by": state == Follow.State.REQUESTED,
                "is_muting": with_notifications is not None,
                "mutes_notifications": bool(with_notifications),
                "muted_until": until,
                "note": note or "",
            }
            for other_id, state, with_notifications, until, note in cursor.fetchall()
        }
