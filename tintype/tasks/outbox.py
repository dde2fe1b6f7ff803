"""Rows of the outbox: put in, taken, finished, failed."""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from tintype.sharding.scope import scope_or_none

# After an action commits, its tasks are handed over at once. The dispatcher looks again after this long.
GRACE_SECONDS = 10
# Longer than any task may take: the slowest is a photo's decoding with its own deadline.
LEASE_SECONDS = 120
MAX_ATTEMPTS = 8
ERROR_LENGTH = 2000

INSERT = """
    INSERT INTO tasks_outboxrow (id, queue, task, args, created_at, due_at, attempts, last_error)
    VALUES (next_id(%s), %s, %s, %s, now(), now() + make_interval(secs => %s), 0, '')
    RETURNING id
"""
TAKE = """
    UPDATE tasks_outboxrow
    SET attempts = attempts + 1,
        leased_until = clock_timestamp() + make_interval(secs => %s),
        due_at = clock_timestamp() + make_interval(secs => %s)
    WHERE id = %s AND parked_at IS NULL AND (leased_until IS NULL OR leased_until < clock_timestamp())
    RETURNING task, args, attempts
"""
FAIL = """
    UPDATE tasks_outboxrow
    SET leased_until = NULL,
        last_error = %s,
        due_at = clock_timestamp() + make_interval(secs => least(2 ^ attempts, 600)),
        parked_at = CASE WHEN attempts >= %s THEN clock_timestamp() END
    WHERE id = %s
"""
DUE = """
    UPDATE tasks_outboxrow
    SET due_at = clock_timestamp() + make_interval(secs => %s)
    WHERE id IN (
        SELECT id FROM tasks_outboxrow
        WHERE parked_at IS NULL AND due_at < clock_timestamp()
        ORDER BY due_at LIMIT %s FOR UPDATE SKIP LOCKED
    )
    RETURNING id, queue
"""
RELEASE = "UPDATE tasks_outboxrow SET leased_until = NULL, due_at = now() WHERE parked_at IS NULL"
RETRY = """
    UPDATE tasks_outboxrow SET parked_at = NULL, attempts = 0, due_at = now(), leased_until = NULL
    WHERE parked_at IS NOT NULL
"""


@dataclass(frozen=True)
class Taken:
    database: str
    id: int
    task: str
    args: list[Any]
    attempts: int


def put(queue: str, task: str, args: list[Any]) -> tuple[str, int]:
    """Insert a row into the database of the open action: its name, and the row's id."""
    scope = scope_or_none()
    database = scope.database if scope else DEFAULT_DB_ALIAS
    shard = scope.shard if scope and scope.shard is not None else 0
    with connections[database].cursor() as cursor:
        cursor.execute(INSERT, [shard, queue, task, json.dumps(args), GRACE_SECONDS])
        return database, int(cursor.fetchone()[0])


def take(database: str, row_id: int) -> Taken | None:
    """Lease a row; None when it is done, parked, or in another worker's hands."""
    with connections[database].cursor() as cursor:
        cursor.execute(TAKE, [LEASE_SECONDS, LEASE_SECONDS, row_id])
        row = cursor.fetchone()
    return Taken(database, row_id, row[0], json.loads(row[1]), row[2]) if row else None


def finish(database: str, row_id: int) -> None:
    with connections[database].cursor() as cursor:
        cursor.execute("DELETE FROM tasks_outboxrow WHERE id = %s", [row_id])


def fail(taken: Taken, error: str) -> None:
    """Try again after 2, 4, 8 … seconds; after MAX_ATTEMPTS the row is parked."""
    with connections[taken.database].cursor() as cursor:
        cursor.execute(FAIL, [error[:ERROR_LENGTH], MAX_ATTEMPTS, taken.id])


def due(database: str, limit: int) -> list[tuple[int, str]]:
    """Rows that nobody finished in time, each with its queue; they are not due again before GRACE_SECONDS."""
    with connections[database].cursor() as cursor:
        cursor.execute(DUE, [GRACE_SECONDS, limit])
        return [(int(row[0]), str(row[1])) for row in cursor.fetchall()]


def _everywhere(statement: str) -> int:
    changed = 0
    for database in settings.DATABASES:
        with connections[database].cursor() as cursor:
            cursor.execute(statement)
            changed += cursor.rowcount
    return changed


def release_leases() -> int:
    """Only while no worker runs: whatever a killed worker held is due now."""
    return _everywhere(RELEASE)


def retry_parked() -> int:
    """Give every parked row another MAX_ATTEMPTS tries."""
    return _everywhere(RETRY)
