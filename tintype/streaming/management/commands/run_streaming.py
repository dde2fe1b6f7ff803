"""The streaming part: tells apps at once what they would else ask for again and again."""

import asyncio
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tintype.config.topology import Streaming
from tintype.streaming.server import Server


class Command(BaseCommand):
    help = "Serve streaming until stopped."

    def handle(self, *_args: Any, **_options: Any) -> None:
        at = settings.TOPOLOGY.streaming
        if at is None:
            raise CommandError(f"The topology {settings.TOPOLOGY.name} has no [streaming].")
        asyncio.run(serve(at))


async def serve(at: Streaming) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await Server().run(at, stop)
