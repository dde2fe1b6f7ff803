"""Every database to the newest schema: all at once, each with timeouts, so that a migration does not stop the site.

A second run goes on where the first one stopped: each migration is a transaction, recorded in its database.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

import psycopg
from django.db import DEFAULT_DB_ALIAS, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from tintype.sharding.applying import apply_migrations
from tintype.sharding.direct import connected_directly, direct
from tintype.sharding.fence import install_fences

# Behind a statement that waits for a table's lock everybody else waits too. Five seconds a person bears.
LOCK_SECONDS = 5
# An index over 100 million rows takes some minutes; what takes longer is stopped instead of running into the day.
STATEMENT_SECONDS = 15 * 60
# Between tries whoever waited behind gets through. Six tries, a minute in all: what holds a lock longer needs a person.
PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0)
ONE_AT_A_TIME = 8191043
MOST_AT_ONCE = 16

Say = Callable[[str], None]


@dataclass(frozen=True)
class Migrated:
    """What became of one database."""

    database: str
    seconds: float
    error: BaseException | None


def migrate_databases(databases: Iterable[str], say: Say) -> Iterator[Migrated]:
    """Yields each database when it is done or has failed; one that fails stops no other."""
    started = time.monotonic()
    with ThreadPoolExecutor(MOST_AT_ONCE) as pool:
        running = {pool.submit(_migrate, database, say): database for database in databases}
        for future in as_completed(running):
            yield Migrated(running[future], time.monotonic() - started, future.exception())


def name_of(database: str) -> str:
    """As people know it, who never hear of Django's "default"."""
    return "directory" if database == DEFAULT_DB_ALIAS else database


def waited_in_vain(error: BaseException | None) -> bool:
    """It failed for a lock that somebody else held."""
    return isinstance(error, OperationalError) and isinstance(
        error.__cause__, psycopg.errors.LockNotAvailable | psycopg.errors.DeadlockDetected
    )


def oldest_transaction(database: str) -> str:
    """Who most likely holds the lock, for a person to look at; empty if nobody has a transaction open."""
    with direct(database) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('process %s, open for %s s, %s: %s', pid,"
            " round(extract(epoch FROM now() - xact_start)), state, left(query, 80)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND xact_start < now() ORDER BY xact_start LIMIT 1"
        )
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _migrate(database: str, say: Say) -> None:
    for pause in PAUSES:
        try:
            return _try(database)
        except OperationalError as error:
            if not waited_in_vain(error):
                raise
            say(f"{name_of(database)}: a table is in use, next try in {pause:.0f} s")
        time.sleep(pause)
    return _try(database)


def _try(database: str) -> None:
    with connected_directly(database, lock_seconds=LOCK_SECONDS, statement_seconds=STATEMENT_SECONDS) as connection:
        with connection.cursor() as cursor:  # held until the connection closes
            cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        _drop_unfinished_indexes(connection)
        apply_migrations(connection)
    if database != DEFAULT_DB_ALIAS:
        install_fences(database)


def _drop_unfinished_indexes(connection: BaseDatabaseWrapper) -> None:
    """CREATE INDEX CONCURRENTLY that was stopped leaves an index behind that is never used and bars the next try."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")
        for (index,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {index}")
