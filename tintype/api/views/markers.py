"""How far somebody has read a timeline, kept for all their apps."""

from tintype.api.answers import timestamp
from tintype.api.call import Call
from tintype.api.entities.shapes import MarkerAt, Markers
from tintype.api.params import Id, Params, Words
from tintype.api.routes import route
from tintype.notify.markers import markers, move_markers
from tintype.notify.records import MarkerRecord


class Timelines(Params):
    timeline: Words = []


class Place(Params):
    last_read_id: Id


class Places(Params):
    home: Place | None = None
    notifications: Place | None = None


@route("GET", "/api/v1/markers", scope="read:statuses", answer=Markers)
def show(call: Call, params: Timelines) -> Markers:
    """See how far the home feed and the notifications are read."""
    return _markers(markers(call.me, params.timeline))


@route(
    "POST",
    "/api/v1/markers",
    scope="write:statuses",
    answer=Markers,
    differs="two apps that move a marker at once both succeed: there is no 409",
)
def move(call: Call, params: Places) -> Markers:
    """Say how far the home feed or the notifications are read."""
    places = {"home": params.home, "notifications": params.notifications}
    return _markers(move_markers(call.me, {name: place.last_read_id for name, place in places.items() if place}))


def _markers(moved: list[MarkerRecord]) -> Markers:
    at = {marker.timeline: _at(marker) for marker in moved}
    found = Markers()
    if "home" in at:
        found["home"] = at["home"]
    if "notifications" in at:
        found["notifications"] = at["notifications"]
    return found


def _at(marker: MarkerRecord) -> MarkerAt:
    return MarkerAt(
        last_read_id=str(marker.last_read_id), version=marker.version, updated_at=timestamp(marker.updated_at)
    )
