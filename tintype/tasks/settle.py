"""Waiting until what was to be done is done."""

import time
from datetime import datetime
from typing import Any

from django.db import connections

from tintype.sharding.databases import primaries

# A queue is empty within a second or two unless workers are down or overloaded.
MOST_SECONDS = 30
PAUSE_SECONDS = 0.05
# Tasks put in tasks: a block ends a follow, whose copy is a task again, after which a feed is dropped.
ROUNDS = 3

NOW = "SELECT clock_timestamp()"
UNDONE = "SELECT EXISTS (SELECT 1 FROM tasks_outboxrow WHERE parked_at IS NULL AND created_at <= %s)"


def settle() -> bool:
    """Wait for the tasks that are in the outboxes now, and for those that they put in. False if it took too long."""
    end = time.monotonic() + MOST_SECONDS
    return all(_are_done(_now_everywhere(), end) for _ in range(ROUNDS))


def _now_everywhere() -> dict[str, datetime]:
    """By each database's own clock, which dates its rows."""
    return {database: _ask(database, NOW) for database in primaries()}


def _are_done(before: dict[str, datetime], end: float) -> bool:
    for database, moment in before.items():
        while _ask(database, UNDONE, moment):
            if time.monotonic() > end:
                return False
            time.sleep(PAUSE_SECONDS)
    return True


def _ask(database: str, statement: str, *arguments: datetime) -> Any:
    with connections[database].cursor() as cursor:
        cursor.execute(statement, arguments)
        return cursor.fetchone()[0]
