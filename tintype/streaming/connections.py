"""Who is connected, and what waits to be sent to each."""

import asyncio
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tintype.accounts.tokens import Holder
from tintype.lib.announce import read
from tintype.streaming.streams import Stream

# An app has one or a few, somebody with several apps a few more.
MOST_OF_ONE = 20
MOST_AT_ALL = 10_000
MOST_STREAMS = 50
# Whoever is so far behind is cut off, and asks for what is missing when they come back.
MOST_WAITING = 200
# What was sent is not sent again: tasks run at least once. So many of the last are known.
REMEMBERED = 200
SENT_ONCE = {"update", "notification"}


class TooMany(Exception):
    """Another connection, or stream of one, would be one too many."""


@dataclass(frozen=True)
class News:
    """Something that happened, on its way into one stream of one connection."""

    stream: Stream
    event: str
    id: int


@dataclass(eq=False)
class Connection:
    token: str
    holder: Holder
    # Each with the channels that feed it.
    streams: dict[Stream, frozenset[str]] = field(default_factory=dict)
    # Why it is to end.
    ended: asyncio.Future[str] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    _waiting: deque[News] = field(default_factory=deque)
    _sent: dict[News, None] = field(default_factory=dict)
    _is_news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def owner(self) -> str:
        person, app = self.holder.account_id, self.holder.application_id
        return f"app {app}" if person is None else f"person {person}"

    def end(self, why: str) -> None:
        if not self.ended.done():
            self.ended.set_result(why)

    def offer(self, news: News) -> None:
        if news in self._sent or self.ended.done():
            return
        if news.event in SENT_ONCE:
            self._sent[news] = None
            if len(self._sent) > REMEMBERED:
                del self._sent[next(iter(self._sent))]
        self._waiting.append(news)
        self._is_news.set()
        if len(self._waiting) > MOST_WAITING:
            self.end("too slow")

    async def news(self) -> list[News]:
        """All that waits, at least one."""
        await self._is_news.wait()
        self._is_news.clear()
        found = list(self._waiting)
        self._waiting.clear()
        return found


class Connections:
    def __init__(self, most: int = MOST_AT_ALL) -> None:
        self._most = most
        self._all: dict[Connection, None] = {}
        self._of: Counter[str] = Counter()
        # Channel -> who wants to hear of it, with the stream it is for.
        self._listeners: dict[str, dict[tuple[Connection, Stream], None]] = {}

    def __iter__(self) -> Iterator[Connection]:
        return iter(list(self._all))

    def __len__(self) -> int:
        return len(self._all)

    def add(self, connection: Connection) -> None:
        """Raises TooMany."""
        if len(self._all) >= self._most or self._of[connection.owner] >= MOST_OF_ONE:
            raise TooMany
        self._all[connection] = None
        self._of[connection.owner] += 1

    def remove(self, connection: Connection) -> None:
        for stream in list(connection.streams):
            self.unsubscribe(connection, stream)
        del self._all[connection]
        self._of[connection.owner] -= 1
        if not self._of[connection.owner]:
            del self._of[connection.owner]

    def subscribe(self, connection: Connection, stream: Stream, channels: Iterable[str]) -> None:
        """Also with other channels than before. Raises TooMany."""
        if stream not in connection.streams and len(connection.streams) >= MOST_STREAMS:
            raise TooMany
        self.unsubscribe(connection, stream)
        connection.streams[stream] = frozenset(channels)
        for channel in connection.streams[stream]:
            self._listeners.setdefault(channel, {})[connection, stream] = None

    def unsubscribe(self, connection: Connection, stream: Stream) -> None:
        for channel in connection.streams.pop(stream, ()):
            listeners = self._listeners[channel]
            del listeners[connection, stream]
            if not listeners:
                del self._listeners[channel]

    def tell(self, message: bytes) -> None:
        """To everyone whom it is for."""
        event, made_id, to = read(message)
        for channel in to:
            for connection, stream in self._listeners.get(channel, ()):
                connection.offer(News(stream, event, made_id))
