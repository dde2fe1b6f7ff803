"""What of the news somebody may see, as apps get it."""

from collections.abc import Sequence
from dataclasses import dataclass

from tintype.accounts.tokens import Holder
from tintype.streaming.connections import News
from tintype.streaming.streams import Stream


@dataclass(frozen=True)
class Frame:
    stream: Stream
    event: str
    # JSON; of what is gone, only its id.
    payload: str


def frames(holder: Holder, news: Sequence[News]) -> list[Frame]:  # noqa: ARG001 - so far only what is gone is told
    """In the order in which it happened."""
    return [Frame(one.stream, one.event, str(one.id)) for one in news if one.event == "delete"]
