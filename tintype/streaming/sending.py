"""From what waits for a connection to what is sent, until one side ends it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

from tintype.lib.away import part_is_away
from tintype.streaming.connections import Connection, Connections
from tintype.streaming.render import Frame, frames
from tintype.streaming.threads import in_thread

# A reader who does not take what is sent for so long is cut off.
SEND_SECONDS = 20

Send = Callable[[Frame], Awaitable[None]]

log = logging.getLogger(__name__)


@contextmanager
def connected(connections: Connections, connection: Connection) -> Iterator[None]:
    """Raises TooMany."""
    connections.add(connection)
    try:
        yield
    finally:
        connections.remove(connection)


async def send_news(connection: Connection, send: Send) -> None:
    while True:
        news = [one for one in await connection.news() if one.stream in connection.streams]
        try:
            made = await in_thread(frames, connection.holder, news)
        except Exception as error:
            # Apps ask again anyway: better to be silent about some than to stop telling.
            if part_is_away(error):
                log.warning("not told of %s: %s", news, error)
            else:
                log.exception("not told of %s", news)
            continue
        for frame in made:
            await within(send(frame))


async def within(sending: Awaitable[None]) -> None:
    """Raises TimeoutError."""
    async with asyncio.timeout(SEND_SECONDS):
        await sending


async def until_ended(connection: Connection, *work: Coroutine[Any, Any, None]) -> str:
    """Do all of it at once, until any of it ends, or it is to end. Why it has ended."""
    tasks = [asyncio.create_task(one) for one in work]
    awaited: list[asyncio.Future[Any]] = [connection.ended, *tasks]
    try:
        done, _ = await asyncio.wait(awaited, return_when=asyncio.FIRST_COMPLETED)
        if connection.ended in done:
            return connection.ended.result()
        return _outcome(next(iter(done)))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _outcome(done: "asyncio.Future[Any]") -> str:
    """Being gone is no fault of anybody's."""
    error = done.exception()
    if isinstance(error, TimeoutError):
        return "too slow"
    if error is None or isinstance(error, ConnectionError):
        return "gone"
    log.error("a connection ends", exc_info=error)
    return "fault"
