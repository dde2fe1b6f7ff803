"""Connections to a primary itself, past its PgBouncer: for migrations and moves, which need a session of their own.

In transaction mode PgBouncer gives the next statement another session: its lock_timeout, its locks and its
replication commands would be somebody else's.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def direct(
    alias: str, *, lock_seconds: float | None = None, statement_seconds: float | None = None
) -> Iterator[BaseDatabaseWrapper]:
    """A connection to the primary of a database, closed at the end; it connects at its first statement."""
    connection = connections[alias].copy()
    connection.settings_dict |= settings.DIRECT[alias]
    timeouts = {"lock_timeout": lock_seconds, "statement_timeout": statement_seconds}
    options = [f"-c {name}={round(seconds * 1000)}ms" for name, seconds in timeouts.items() if seconds is not None]
    connection.settings_dict["OPTIONS"] |= {"options": " ".join(options)}
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def connected_directly(
    alias: str, *, lock_seconds: float | None = None, statement_seconds: float | None = None
) -> Iterator[BaseDatabaseWrapper]:
    """In this thread `connections[alias]` is a direct connection, for what takes a database by its name."""
    before = connections[alias]
    with direct(alias, lock_seconds=lock_seconds, statement_seconds=statement_seconds) as connection:
        connections[alias] = connection
        try:
            yield connection
        finally:
            connections[alias] = before
