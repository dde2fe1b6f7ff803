"""Connections of a move's own to its two databases, past the pooler."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import Connection

from tintype.sharding.direct import direct


@contextmanager
def connected(database: str) -> Iterator[Connection]:
    """In autocommit. Row by row nothing here takes long, but counting and comparing do: no statement timeout."""
    with direct(database) as wrapper:
        wrapper.ensure_connection()
        # Whatever the server does otherwise: what a move waits for has to be in the log, and on its way.
        wrapper.connection.execute("SET synchronous_commit = on")
        yield wrapper.connection


def value(connection: Connection, statement: str, arguments: Any = ()) -> Any:
    """The one value that a statement answers, None where it answers no row."""
    row = connection.execute(statement, arguments).fetchone()
    return row[0] if row else None
