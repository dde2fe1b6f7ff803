"""Hearing from Redis what happens, for as long as this program runs."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from redis.asyncio import Redis

from tintype.lib.announce import channel
from tintype.lib.redis import TIMEOUT_SECONDS, RedisDown

AGAIN_SECONDS = 1
# A Redis that says nothing is asked whether it is still there, and then left.
ASK_SECONDS = 10
SILENT_SECONDS = 30

log = logging.getLogger(__name__)


class Listener:
    def __init__(self, tell: Callable[[bytes], None]) -> None:
        self._tell = tell
        self.is_hearing = False
        self._tries = 0

    async def run(self) -> None:
        """What happens while Redis is away is lost; apps ask for it when they are next opened."""
        while True:
            try:
                await self._hear()
            except (RedisDown, OSError) as error:
                log.warning("Redis is away: %s", error)
            self.is_hearing = False
            await asyncio.sleep(AGAIN_SECONDS)

    def _server(self) -> Redis:
        """What is said to one node of a Redis Cluster is heard at all; after one that failed the next is asked."""
        options: dict[str, Any] = {"socket_connect_timeout": TIMEOUT_SECONDS, "client_name": channel()}
        if not settings.REDIS_NODES:
            return Redis.from_url(settings.REDIS_URL, **options)
        host, port = settings.REDIS_NODES[self._tries % len(settings.REDIS_NODES)]
        self._tries += 1
        return Redis(host=host, port=port, password=settings.REDIS_PASSWORD, **options)

    async def _hear(self) -> None:
        async with self._server() as client, client.pubsub() as pubsub:
            await pubsub.subscribe(channel())
            heard = time.monotonic()
            while time.monotonic() - heard < SILENT_SECONDS:
                message = await pubsub.get_message(timeout=ASK_SECONDS)
                if message is None:
                    await pubsub.ping()
                    continue
                heard = time.monotonic()
                self.is_hearing = True
                if message["type"] == "message":
                    self._tell(message["data"])
            log.warning("Redis says nothing")
