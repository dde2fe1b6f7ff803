"""What somebody was told, as apps know it."""

from collections.abc import Iterable, Sequence
from typing import Literal, NotRequired

from pydantic import with_config
from typing_extensions import TypedDict

from tintype.api.answers import timestamp
from tintype.api.entities.account import accounts_of
from tintype.api.entities.shapes import Account, Notification, Status
from tintype.api.entities.status import statuses_by_id
from tintype.api.entities.types import Digits, Moment
from tintype.notify.models import Kind
from tintype.notify.records import ToldRecord

Type = Literal["mention", "status", "reblog", "follow", "follow_request", "favourite", "update"]
# Apps do not know that somebody was let in to follow.
TYPES: dict[str, Type] = {
    Kind.LIKE: "favourite",
    Kind.COMMENT: "mention",
    Kind.MENTION: "mention",
    Kind.FOLLOW: "follow",
    Kind.REQUEST: "follow_request",
    Kind.SHARE: "reblog",
    Kind.POST: "status",
}


@with_config(extra="forbid")
class NotificationGroup(TypedDict):
    """Each group has one: what is told is not put together."""

    group_key: str
    notifications_count: int
    type: Type
    most_recent_notification_id: Digits
    page_min_id: Digits
    page_max_id: Digits
    latest_page_notification_at: Moment
    sample_account_ids: list[Digits]
    status_id: NotRequired[Digits]


@with_config(extra="forbid")
class GroupedNotifications(TypedDict):
    accounts: list[Account]
    statuses: list[Status]
    notification_groups: list[NotificationGroup]


def kinds_of(wanted: Iterable[str] | None, unwanted: Iterable[str] = ()) -> list[str]:
    """Those that apps mean by these types; None means all."""
    types = (set(TYPES.values()) if wanted is None else set(wanted)) - set(unwanted)
    return [kind for kind, name in TYPES.items() if name in types]


def notifications_of(viewer: int, notes: Sequence[ToldRecord]) -> list[Notification]:
    """In the same order, without those about what the viewer may not see (any more)."""
    statuses = statuses_by_id(viewer, (_status_id(note) for note in notes if note.post_id))
    accounts = accounts_of(note.actor for note in notes)
    return [
        _notification(note, account, statuses.get(_status_id(note)))
        for note, account in zip(notes, accounts, strict=True)
        if not note.post_id or _status_id(note) in statuses
    ]


def _status_id(note: ToldRecord) -> int:
    return note.comment_id or note.post_id


def _notification(note: ToldRecord, account: Account, status: Status | None) -> Notification:
    notification = Notification(
        id=str(note.id),
        type=TYPES[note.kind],
        created_at=timestamp(note.created_at),
        group_key=f"ungrouped-{note.id}",
        account=account,
    )
    return notification if status is None else {**notification, "status": status}


def grouped(notifications: Iterable[Notification]) -> GroupedNotifications:
    """Each account and each status once, beside the groups."""
    shown = list(notifications)
    accounts = {one["account"]["id"]: one["account"] for one in shown}
    statuses = {one["status"]["id"]: one["status"] for one in shown if "status" in one}
    groups = [_group(one) for one in shown]
    return {"accounts": [*accounts.values()], "statuses": [*statuses.values()], "notification_groups": groups}


def _group(one: Notification) -> NotificationGroup:
    group = NotificationGroup(
        group_key=one["group_key"],
        notifications_count=1,
        type=one["type"],
        most_recent_notification_id=one["id"],
        page_min_id=one["id"],
        page_max_id=one["id"],
        latest_page_notification_at=one["created_at"],
        sample_account_ids=[one["account"]["id"]],
    )
    return {**group, "status_id": one["status"]["id"]} if "status" in one else group
