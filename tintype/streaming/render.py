"""What of the news somebody may see, as apps get it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tintype.accounts.tokens import Holder
from tintype.api.entities.notification import TYPES, notifications_of
from tintype.api.entities.shapes import Notification
from tintype.api.entities.status import statuses_by_id
from tintype.notify.queries import told_once
from tintype.streaming.belonging import Belonging
from tintype.streaming.connections import News
from tintype.streaming.streams import Stream

OF_STATUSES = {"update", "status.update"}


@dataclass(frozen=True)
class Frame:
    stream: Stream
    event: str
    # JSON; of what is gone, only its id.
    payload: str


def frames(holder: Holder, news: Sequence[News]) -> list[Frame]:
    """In the order in which it happened; without what the holder may not see, or does not want to."""
    statuses = statuses_by_id(holder.account_id, _ids(news, OF_STATUSES))
    notifications = _notifications(holder.account_id, _ids(news, {"notification"}))
    belonging = Belonging(holder.account_id)
    found: list[Frame] = []
    for one in news:
        if one.event == "delete":
            found.append(Frame(one.stream, one.event, str(one.id)))
        elif one.event in OF_STATUSES and one.id in statuses and belonging.in_stream(one.stream, statuses[one.id]):
            found.append(_frame(one, statuses[one.id]))
        elif one.event == "notification" and one.id in notifications:
            found.append(_frame(one, notifications[one.id]))
    return found


def _notifications(viewer: int | None, ids: Iterable[int]) -> dict[int, Notification]:
    """Of what apps know; nobody is told of what is somebody else's."""
    if viewer is None:
        return {}
    notes = [note for one in ids if (note := told_once(viewer, one)) and note.kind in TYPES]
    return {int(made["id"]): made for made in notifications_of(viewer, notes)}


def _ids(news: Iterable[News], events: set[str]) -> Iterator[int]:
    return (one.id for one in news if one.event in events)


def _frame(news: News, entity: Any) -> Frame:
    return Frame(news.stream, news.event, json.dumps(entity, separators=(",", ":")))
