"""Notifications by the service of Pixelfed's app: they are not sent, and the app is told so."""

from tintype.api.call import Call
from tintype.api.entities.pixelfed import Nag, PushCompared, PushState
from tintype.api.params import NoParams
from tintype.api.people import own_person
from tintype.api.routes import Who, route

NOT_SENT = "always off: nothing is sent through Expo"
# Of Pixelfed's interface, not of this place.
VERSION = "1"


def _state(viewer: int) -> PushState:
    person = own_person(viewer)
    return PushState(
        version=VERSION,
        username=person.username,
        profile_id=str(person.id),
        notify_enabled=False,
        has_token=False,
        notify_like=False,
        notify_follow=False,
        notify_mention=False,
        notify_comment=False,
    )


@route("GET", "/api/v1.1/nag/state", who=Who.EVERYBODY, answer=Nag, differs=NOT_SENT)
def nag(call: Call, params: NoParams) -> Nag:
    """Say whether notifications come by the app's own service."""
    return Nag(active=False)


@route("GET", "/api/v1.1/push/state", scope="read:notifications", answer=PushState, differs=NOT_SENT)
def push_state(call: Call, params: NoParams) -> PushState:
    """See which notifications come by the app's own service."""
    return _state(call.me)


@route("POST", "/api/v1.1/push/compare", scope="read:notifications", answer=PushCompared, differs=NOT_SENT)
def compare_push(call: Call, params: NoParams) -> PushCompared:
    """See whether this device is the one that is told."""
    return {**_state(call.me), "match": False, "has_existing": False}


@route("POST", "/api/v1.1/push/update", scope="write:notifications", answer=PushState, differs=NOT_SENT)
def update_push(call: Call, params: NoParams) -> PushState:
    """Choose which notifications come by the app's own service."""
    return _state(call.me)


@route("POST", "/api/v1.1/push/disable", scope="write:notifications", answer=PushState, differs=NOT_SENT)
def disable_push(call: Call, params: NoParams) -> PushState:
    """Have none come by the app's own service."""
    return _state(call.me)
