"""Looking after those who are connected: whose token is still good, who is on the lists they follow."""

import asyncio
import logging

from tintype.accounts.tokens import alive_among
from tintype.lib.away import part_is_away
from tintype.lib.differences import in_batches
from tintype.lib.errors import NotFound
from tintype.streaming.asking import channels
from tintype.streaming.connections import Connections
from tintype.streaming.threads import in_thread

EVERY_SECONDS = 2
LOOKED_AT_ONCE = 1_000
# At every tenth look at the tokens.
LISTS_EVERY = 10

log = logging.getLogger(__name__)


async def watch(connections: Connections) -> None:
    turn = 0
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        turn += 1
        try:
            await end_dead(connections)
            if turn % LISTS_EVERY == 0:
                await read_lists_again(connections)
        except Exception as error:
            if not part_is_away(error):
                raise
            log.warning("not looked after: %s", error)


async def end_dead(connections: Connections) -> None:
    """Of tokens that were taken back, of accounts that were suspended."""
    there = list(connections)
    for some in in_batches(there, LOOKED_AT_ONCE):
        alive = await in_thread(alive_among, [connection.token for connection in some])
        for connection in some:
            if connection.token not in alive:
                connection.end("token")


async def read_lists_again(connections: Connections) -> None:
    for connection in connections:
        for stream in [stream for stream in connection.streams if stream.kind.takes == "list"]:
            try:
                now = await channels(connection.holder, stream)
            except NotFound:
                now = frozenset()
            if stream in connection.streams and not connection.ended.done():
                connections.subscribe(connection, stream, now)
