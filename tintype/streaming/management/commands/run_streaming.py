"""The streaming part: tells apps at once what they would else ask for again and again."""

import asyncio
import resource
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tintype.config.topology import Streaming
from tintype.streaming.connections import MOST_AT_ALL
from tintype.streaming.server import Server

# Databases, Redis, the code itself; and whoever is just being turned away.
OTHER_FILES = 200


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
    await Server(places()).run(at, stop)


def places() -> int:
    """For so many connections there are files to be had; most systems give a program 1,024 unless it asks for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_AT_ALL + OTHER_FILES
    given = max(soft, wanted if hard == resource.RLIM_INFINITY else min(hard, wanted))
    resource.setrlimit(resource.RLIMIT_NOFILE, (given, hard))
    return min(given, wanted) - OTHER_FILES
