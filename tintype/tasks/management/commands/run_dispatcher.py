"""The dispatcher: hands over again what was not finished in time, and starts the regular tasks."""

import logging
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections
from django.utils.module_loading import import_string

from tintype.sharding.databases import primaries
from tintype.sharding.map import refresh_map
from tintype.tasks import outbox
from tintype.tasks.gearman import AWAY, Client, connected_client, submit

EVERY_SECONDS = 1
BATCH = 500

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Hand over again what was not finished in time, until stopped."

    def handle(self, *_args: Any, **_options: Any) -> None:
        client = connected_client("dispatcher")
        next_at: dict[str, float] = {}
        while True:
            close_old_connections()
            enqueue_regular(next_at)
            learn_of_new_databases()
            handed = sum(hand_over_due(client, database) for database in primaries())
            if handed < BATCH:
                time.sleep(EVERY_SECONDS)


def learn_of_new_databases() -> None:
    try:
        refresh_map()
    except Error as error:
        log.warning("the shard map is not there yet: %s", error)


def enqueue_regular(next_at: dict[str, float]) -> None:
    """Those whose time has come; all of them at the start."""
    for path, every_seconds in settings.REGULAR_TASKS.items():
        if time.monotonic() < next_at.get(path, 0):
            continue
        next_at[path] = time.monotonic() + every_seconds
        try:
            import_string(path).enqueue()
        except Error:
            log.exception("regular task %s not enqueued", path)


def hand_over_due(client: Client, database: str) -> int:
    """How many rows were handed over. A database or Gearman that is away costs its own rows a later turn only."""
    try:
        client.waitForServer(timeout=1)
        rows = outbox.due(database, BATCH)
        for row in rows:
            # One by one, since a row that waits in Gearman already is not queued again then.
            submit(client, row.queue, {database: [row.id]}, row.attempts)
    except AWAY as error:
        log.warning("Gearman is away: %r", error)
        return 0
    except Error as error:
        log.warning("%s is away: %s", database, error)
        return 0
    return len(rows)
