"""Which notifications are held back: none, whoever they come from; muting and blocking are for that."""

from typing import Literal, NoReturn

from pydantic import with_config
from typing_extensions import TypedDict

from tintype.api.call import Call
from tintype.api.entities.shapes import Empty
from tintype.api.errors import not_found
from tintype.api.params import Ids, NoParams, Params
from tintype.api.routes import route

Verdict = Literal["accept", "filter", "drop"]
NOTHING_HELD_BACK = "always empty: nothing is held back, and that cannot be changed"


@with_config(extra="forbid")
class Pending(TypedDict):
    pending_requests_count: int
    pending_notifications_count: int


@with_config(extra="forbid")
class NotificationPolicy(TypedDict):
    for_not_following: Verdict
    for_not_followers: Verdict
    for_new_accounts: Verdict
    for_private_mentions: Verdict
    for_limited_accounts: Verdict
    for_bots: Verdict
    summary: Pending


@with_config(extra="forbid")
class Merged(TypedDict):
    merged: bool


class Wishes(Params):
    for_not_following: Verdict = "accept"
    for_not_followers: Verdict = "accept"
    for_new_accounts: Verdict = "accept"
    for_private_mentions: Verdict = "accept"
    for_limited_accounts: Verdict = "accept"
    for_bots: Verdict = "accept"


class Chosen(Params):
    id: Ids = []


@route("GET", "/api/v2/notifications/policy", scope="read:notifications", answer=NotificationPolicy)
def show(call: Call, params: NoParams) -> NotificationPolicy:
    """See which notifications are held back."""
    return NotificationPolicy(
        for_not_following="accept",
        for_not_followers="accept",
        for_new_accounts="accept",
        for_private_mentions="accept",
        for_limited_accounts="accept",
        for_bots="accept",
        summary=Pending(pending_requests_count=0, pending_notifications_count=0),
    )


@route(
    "PATCH",
    "/api/v2/notifications/policy",
    scope="write:notifications",
    answer=NotificationPolicy,
    differs=NOTHING_HELD_BACK,
)
def change(call: Call, params: Wishes) -> NotificationPolicy:
    """See which notifications are held back; there is nothing to choose."""
    return show(call, NoParams())


@route(
    "GET",
    "/api/v1/notifications/requests",
    scope="read:notifications",
    answer=list[Empty],
    differs=NOTHING_HELD_BACK,
)
def requests(call: Call, params: NoParams) -> list[Empty]:
    """List who is held back."""
    return []


@route("GET", "/api/v1/notifications/requests/merged", scope="read:notifications", answer=Merged)
def merged(call: Call, params: NoParams) -> Merged:
    """Whether what was accepted stands among the notifications."""
    return Merged(merged=True)


@route("POST", "/api/v1/notifications/requests/accept", scope="write:notifications", answer=Empty)
def accept(call: Call, params: Chosen) -> Empty:
    """Let through whom one chooses of those who are held back."""
    return Empty()


@route("POST", "/api/v1/notifications/requests/dismiss", scope="write:notifications", answer=Empty)
def dismiss(call: Call, params: Chosen) -> Empty:
    """Put away whom one chooses of those who are held back."""
    return Empty()


@route("GET", "/api/v1/notifications/requests/<id:request_id>", scope="read:notifications", answer=Empty)
def show_one(call: Call, params: NoParams, request_id: int) -> NoReturn:
    """See somebody who is held back."""
    raise not_found()


@route("POST", "/api/v1/notifications/requests/<id:request_id>/accept", scope="write:notifications", answer=Empty)
def accept_one(call: Call, params: NoParams, request_id: int) -> NoReturn:
    """Let somebody through who is held back."""
    raise not_found()


@route("POST", "/api/v1/notifications/requests/<id:request_id>/dismiss", scope="write:notifications", answer=Empty)
def dismiss_one(call: Call, params: NoParams, request_id: int) -> NoReturn:
    """Put somebody away who is held back."""
    raise not_found()
