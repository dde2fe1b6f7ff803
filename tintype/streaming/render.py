"""What of the news somebody may see, as apps get it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tintype.accounts.tokens import Holder
from tintype.api.entities.conversation import conversations_of
from tintype.api.entities.notification import TYPES, notifications_of
from tintype.api.entities.shapes import Conversation, Notification, Status
from tintype.api.entities.status import statuses_by_id
from tintype.lib.errors import NotFound
from tintype.notify.conversations.queries import conversation
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
    reader = _Reader(holder.account_id, news)
    made = ((one, reader.payload(one)) for one in news)
    return [Frame(one.stream, one.event, payload) for one, payload in made if payload is not None]


class _Reader:
    def __init__(self, viewer: int | None, news: Sequence[News]) -> None:
        self.viewer = viewer
        self.statuses = statuses_by_id(viewer, (one.id for one in news if one.event in OF_STATUSES))
        self.belonging = Belonging(viewer)

    def payload(self, one: News) -> str | None:
        if one.event == "delete":
            return str(one.id)
        entity = self._entity(one)
        return None if entity is None else json.dumps(entity, separators=(",", ":"))

    def _entity(self, one: News) -> Any:
        if one.event in OF_STATUSES:
            return self._status(one)
        if self.viewer is None:
            return None
        return {"notification": _notification, "conversation": _conversation}[one.event](self.viewer, one.id)

    def _status(self, one: News) -> Status | None:
        status = self.statuses.get(one.id)
        return status if status and self.belonging.in_stream(one.stream, status) else None


def _notification(viewer: int, made_id: int) -> Notification | None:
    """If it is one that apps know."""
    note = told_once(viewer, made_id)
    return next(iter(notifications_of(viewer, [note])), None) if note and note.kind in TYPES else None


def _conversation(viewer: int, made_id: int) -> Conversation | None:
    try:
        return next(iter(conversations_of(viewer, [conversation(viewer, made_id)])), None)
    except NotFound:
        return None
