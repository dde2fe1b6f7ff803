"""How far somebody has read their timelines, as their apps agree among themselves."""

from collections.abc import Collection, Mapping

from django.db import connections

from tintype.notify.models import Marker
from tintype.notify.reading import see_up_to
from tintype.notify.records import MarkerRecord
from tintype.notify.unread import forget_unread
from tintype.sharding.scope import action_of, current_scope, on_shard_of

# One statement, so that two apps that move it at once count one after the other.
MOVE = """
    INSERT INTO notify_marker AS former (account_id, timeline, last_read_id, version, updated_at)
    VALUES (%s, %s, %s, 1, now())
    ON CONFLICT (account_id, timeline) DO UPDATE
    SET last_read_id = excluded.last_read_id, version = former.version + 1, updated_at = excluded.updated_at
    RETURNING timeline, last_read_id, version, updated_at
"""


def markers(viewer: int, timelines: Collection[str]) -> list[MarkerRecord]:
    """Those that were ever set."""
    with on_shard_of(viewer):
        found = Marker.objects.filter(account_id=viewer, timeline__in=timelines).order_by("timeline")
        rows = found.values_list("timeline", "last_read_id", "version", "updated_at")
        return [MarkerRecord(*row) for row in rows]


def move_markers(viewer: int, read: Mapping[str, int]) -> list[MarkerRecord]:
    """Each timeline's marker to that id. What is read in an app is no news on the pages either."""
    with action_of(viewer):
        moved = [_move(viewer, timeline, last_read_id) for timeline, last_read_id in read.items()]
        if Marker.Timeline.NOTIFICATIONS in read:
            see_up_to(viewer, read[Marker.Timeline.NOTIFICATIONS])
    if Marker.Timeline.NOTIFICATIONS in read:
        forget_unread(viewer)
    return moved


def _move(viewer: int, timeline: str, last_read_id: int) -> MarkerRecord:
    with connections[current_scope().database].cursor() as cursor:
        cursor.execute(MOVE, [viewer, timeline, last_read_id])
        return MarkerRecord(*cursor.fetchone())
