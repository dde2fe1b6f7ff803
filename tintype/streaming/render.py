"""What of the news somebody may see, as apps get it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tintype.accounts.tokens import Holder
from tintype.api.entities.status import statuses_by_id
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
    belonging = Belonging(holder.account_id)
    found: list[Frame] = []
    for one in news:
        if one.event == "delete":
            found.append(Frame(one.stream, one.event, str(one.id)))
        elif one.event in OF_STATUSES and one.id in statuses and belonging.in_stream(one.stream, statuses[one.id]):
            found.append(_frame(one, statuses[one.id]))
    return found


def _ids(news: Iterable[News], events: set[str]) -> Iterator[int]:
    return (one.id for one in news if one.event in events)


def _frame(news: News, entity: Any) -> Frame:
    return Frame(news.stream, news.event, json.dumps(entity, separators=(",", ":")))
