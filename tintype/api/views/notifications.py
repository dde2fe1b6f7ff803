"""What somebody was told."""

from typing import ClassVar

from tintype.api.answers import Answer
from tintype.api.call import Call
from tintype.api.entities.account import account_of
from tintype.api.entities.notification import GroupedNotifications, grouped, kinds_of, notifications_of
from tintype.api.entities.shapes import Account, Count, Empty, Notification
from tintype.api.paging import PeoplePaging, listed
from tintype.api.params import MaybeId, NoParams, Number, Params, Words
from tintype.api.routes import route
from tintype.lib.errors import NotFound
from tintype.lib.paging import Page
from tintype.notify import reading
from tintype.notify.queries import count_unread, told, told_once
from tintype.notify.records import ToldRecord, Which

NOT_GROUPED = "each group has one notification"


class Chosen(Params):
    types: Words = []
    exclude_types: Words = []
    account_id: MaybeId = None

    @property
    def which(self) -> Which:
        return Which(kinds_of(self.types or None, self.exclude_types), self.account_id)


class NotificationsParams(Chosen, PeoplePaging):
    pass


class CountParams(Chosen):
    default_most: ClassVar[int] = 100
    most: ClassVar[int] = 1000

    limit: Number = None

    @property
    def counted(self) -> int:
        return max(1, min(self.limit or self.default_most, self.most))


@route("GET", "/api/v1/notifications", scope="read:notifications", answer=list[Notification])
def show(call: Call, params: NotificationsParams) -> Answer:
    """List what one was told, newest first."""
    page = _page(call, params)
    return listed(call, page, notifications_of(call.me, page.items))


@route("GET", "/api/v2/notifications", scope="read:notifications", answer=GroupedNotifications, differs=NOT_GROUPED)
def show_grouped(call: Call, params: NotificationsParams) -> Answer:
    """List what one was told, in groups."""
    page = _page(call, params)
    found = listed(call, page, [])
    return Answer(grouped(notifications_of(call.me, page.items)), headers=found.headers)


def _page(call: Call, params: NotificationsParams) -> Page[ToldRecord]:
    return told(call.me, params.span, params.size, params.which)


@route("GET", "/api/v1/notifications/unread_count", scope="read:notifications", answer=Count)
def count(call: Call, params: CountParams) -> Count:
    """Count what is new, up to 1,000."""
    return Count(count=count_unread(call.me, params.counted, params.which))


@route("GET", "/api/v2/notifications/unread_count", scope="read:notifications", answer=Count)
def count_groups(call: Call, params: CountParams) -> Count:
    """Count the groups with something new, up to 1,000."""
    return count(call, params)


@route("POST", "/api/v1/notifications/clear", scope="write:notifications", answer=Empty)
def clear(call: Call, params: NoParams) -> Empty:
    """Put away all that one was told."""
    reading.clear(call.me)
    return Empty()


@route("GET", "/api/v1/notifications/<id:note_id>", scope="read:notifications", answer=Notification)
def show_one(call: Call, params: NoParams, note_id: int) -> Notification:
    """See one thing that one was told."""
    return _one(call, note_id)


@route("POST", "/api/v1/notifications/<id:note_id>/dismiss", scope="write:notifications", answer=Empty)
def dismiss(call: Call, params: NoParams, note_id: int) -> Empty:
    """Put one thing away."""
    reading.dismiss(call.me, note_id)
    return Empty()


@route(
    "GET",
    "/api/v2/notifications/ungrouped-<id:note_id>",
    scope="read:notifications",
    answer=GroupedNotifications,
    differs=NOT_GROUPED,
)
def show_group(call: Call, params: NoParams, note_id: int) -> GroupedNotifications:
    """See one group."""
    return grouped([_one(call, note_id)])


@route(
    "GET",
    "/api/v2/notifications/ungrouped-<id:note_id>/accounts",
    scope="read:notifications",
    answer=list[Account],
    differs=NOT_GROUPED,
)
def people_in_group(call: Call, params: NoParams, note_id: int) -> list[Account]:
    """List whom one group is about."""
    return [account_of(_told(call, note_id).actor)]


@route(
    "POST",
    "/api/v2/notifications/ungrouped-<id:note_id>/dismiss",
    scope="write:notifications",
    answer=Empty,
    differs=NOT_GROUPED,
)
def dismiss_group(call: Call, params: NoParams, note_id: int) -> Empty:
    """Put a group away."""
    return dismiss(call, params, note_id)


def _one(call: Call, note_id: int) -> Notification:
    found = notifications_of(call.me, [_told(call, note_id)])
    if not found:
        raise NotFound
    return found[0]


def _told(call: Call, note_id: int) -> ToldRecord:
    note = told_once(call.me, note_id)
    if note is None or note.kind not in kinds_of(None):
        raise NotFound
    return note
