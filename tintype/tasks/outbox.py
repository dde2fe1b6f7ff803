"""Rows of the outbox: put in, taken, finished, failed."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, Error, connections

from tintype.lib.hooks import after_commit
from tintype.sharding.databases import primaries
from tintype.sharding.scope import Scope, scope_or_none

# After an action commits, its tasks are handed over at once. The dispatcher looks again after this long.
GRACE_SECONDS = 10
# Longer than any task may take: the slowest is a photo's decoding with its own deadline.
LEASE_SECONDS = 120
# With the waits between them an hour and a quarter: a shard or Redis that is away for so long parks nothing.
MAX_ATTEMPTS = 16
ERROR_LENGTH = 2000

log = logging.getLogger(__name__)

INSERT = """
    INSERT INTO tasks_outboxrow (id, queue, task, args, created_at, due_at, attempts, last_error)
    SELECT next_id(%s), queue, task, args::jsonb, now(), now() + make_interval(secs => %s), 0, ''
    FROM unnest(%s::text[], %s::text[], %s::text[]) AS entry(queue, task, args)
    RETURNING id
"""
# Taking and finishing need not reach the disk before they are answered: after a crash the row is there as if it had
# not been taken or finished, and its task runs again, which it may. The setting is local to the
# statement's own transaction.
TAKE = """
    UPDATE tasks_outboxrow
    SET attempts = attempts + 1,
        leased_by = %s,
        leased_until = clock_timestamp() + make_interval(secs => %s),
        due_at = clock_timestamp() + make_interval(secs => %s)
    FROM set_config('synchronous_commit', 'off', true)
    WHERE id = ANY(%s) AND parked_at IS NULL AND (leased_until IS NULL OR leased_until < clock_timestamp())
    RETURNING id, task, args, attempts
"""
FINISH = "DELETE FROM tasks_outboxrow USING set_config('synchronous_commit', 'off', true) WHERE id = ANY(%s)"
FAIL = """
    UPDATE tasks_outboxrow
    SET leased_until = NULL,
        last_error = %s,
        due_at = clock_timestamp() + make_interval(secs => least(2 ^ attempts, 600)),
        parked_at = CASE WHEN attempts >= %s THEN clock_timestamp() END
    WHERE id = %s AND attempts = %s
"""
# In a CTE, since as `id IN (SELECT … LIMIT …)` the planner may run the SELECT again for each row, and each run passes
# over what the one before has locked: more rows than LIMIT says.
DUE = """
    WITH due AS MATERIALIZED (
        SELECT id FROM tasks_outboxrow
        WHERE parked_at IS NULL AND due_at < clock_timestamp()
        ORDER BY due_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    )
    UPDATE tasks_outboxrow AS found
    SET due_at = clock_timestamp() + make_interval(secs => %(grace)s)
    FROM due WHERE found.id = due.id
    RETURNING found.id, found.queue, found.attempts
"""
RELEASE = "UPDATE tasks_outboxrow SET leased_until = NULL, due_at = now() WHERE parked_at IS NULL"
RELEASE_OF = """
    UPDATE tasks_outboxrow SET leased_until = NULL, due_at = now()
    WHERE parked_at IS NULL AND leased_until IS NOT NULL AND leased_by = ANY(%s)
"""
RETRY = """
    UPDATE tasks_outboxrow SET parked_at = NULL, attempts = 0, due_at = now(), leased_until = NULL
    WHERE parked_at IS NOT NULL
"""
RETRY_OF = """
    UPDATE tasks_outboxrow SET parked_at = NULL, attempts = 0, due_at = now()
    WHERE task = ANY(%s) AND args->>0 = %s AND leased_until IS NULL
    RETURNING id
"""


@dataclass(frozen=True)
class Entry:
    """One task to be; `after_commit` gets the database's name and the row's id."""

    queue: str
    task: str
    args: list[Any]
    after_commit: Callable[[str, int], object]


@dataclass(frozen=True)
class Taken:
    database: str
    id: int
    task: str
    args: list[Any]
    attempts: int


class Due(NamedTuple):
    id: int
    queue: str
    attempts: int


def put(entry: Entry) -> None:
    """A row in the database of the open action; those of one action go in as one statement just before its commit."""
    scope = scope_or_none() or Scope(DEFAULT_DB_ALIAS, None)
    if scope.before_commit is None:
        _insert(scope, [entry])
        return
    pending = next((write for write in scope.before_commit if isinstance(write, _Pending)), None)
    if pending is None:
        pending = _Pending(scope)
        scope.before_commit.append(pending)
    pending.entries.append(entry)


class _Pending:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.entries: list[Entry] = []

    def __call__(self) -> None:
        _insert(self.scope, self.entries)


def _insert(scope: Scope, entries: list[Entry]) -> None:
    columns = zip(*((entry.queue, entry.task, json.dumps(entry.args)) for entry in entries), strict=True)
    with connections[scope.database].cursor() as cursor:
        cursor.execute(INSERT, [scope.shard or 0, GRACE_SECONDS, *map(list, columns)])
        ids = [int(row[0]) for row in cursor.fetchall()]
    for entry, row_id in zip(entries, ids, strict=True):
        after_commit(scope.database, partial(entry.after_commit, scope.database, row_id))


def take(database: str, row_ids: list[int], worker: str = "") -> list[Taken]:
    """Lease rows, oldest first; those that are done, parked or in another worker's hands are left out."""
    with connections[database].cursor() as cursor:
        cursor.execute(TAKE, [worker, LEASE_SECONDS, LEASE_SECONDS, row_ids])
        rows = sorted(cursor.fetchall())
    taken = [Taken(database, row_id, task, json.loads(args), attempts) for row_id, task, args, attempts in rows]
    for killer in (row for row in taken if row.attempts > MAX_ATTEMPTS):
        # A task that kills its worker never comes to `fail`; without this it would kill one worker after the other.
        fail(killer, "Its worker was killed each time.")
    return [row for row in taken if row.attempts <= MAX_ATTEMPTS]


def finish(database: str, row_ids: list[int]) -> None:
    with connections[database].cursor() as cursor:
        cursor.execute(FINISH, [row_ids])


def fail(taken: Taken, error: str) -> None:
    """Try again after 2, 4, 8 … 600 seconds; after MAX_ATTEMPTS the row is parked.

    Nothing happens when the lease had run out and another worker has the row by now: it shows by its attempts.
    """
    kept = error.replace("\0", "")[-ERROR_LENGTH:]  # the end of a traceback says what went wrong
    with connections[taken.database].cursor() as cursor:
        cursor.execute(FAIL, [kept, MAX_ATTEMPTS, taken.id, taken.attempts])


def due(database: str, limit: int) -> list[Due]:
    """Rows that nobody finished in time; they are not due again before GRACE_SECONDS."""
    with connections[database].cursor() as cursor:
        cursor.execute(DUE, {"grace": GRACE_SECONDS, "limit": limit})
        return [Due(*row) for row in cursor.fetchall()]


def _everywhere(statement: str) -> int:
    changed = 0
    for database in primaries():
        with connections[database].cursor() as cursor:
            cursor.execute(statement)
            changed += cursor.rowcount
    return changed


def release_leases() -> int:
    """Only while no worker runs: whatever a killed worker held is due now."""
    return _everywhere(RELEASE)


def release_leases_of(*workers: str) -> bool:
    """What workers of these names held, when killed or without a database, is due now, not when the lease ends.

    False when a database was away.
    """
    is_everywhere = True
    for database in primaries():
        try:
            with connections[database].cursor() as cursor:
                cursor.execute(RELEASE_OF, [list(workers)])
        except Error as error:
            log.warning("%s is away, leases of %s end there by themselves: %s", database, ", ".join(workers), error)
            is_everywhere = False
    return is_everywhere


def retry_parked() -> int:
    """Give every parked row another MAX_ATTEMPTS tries."""
    return _everywhere(RETRY)


def retry_now(tasks: list[str], first: str) -> dict[str, list[int]]:
    """Rows that nobody works on, by database, of these tasks with this first argument: what they wait for is back."""
    waiting = {}
    for database in primaries():
        with connections[database].cursor() as cursor:
            cursor.execute(RETRY_OF, [tasks, first])
            waiting[database] = [int(row[0]) for row in cursor.fetchall()]
    return waiting
