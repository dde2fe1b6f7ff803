"""A kept connection to a PgBouncer that has gone is found out without asking."""

from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from tintype.lib.pooled.base import DatabaseWrapper
from tintype.testing.member import unique_name


@pytest.fixture
def connection() -> Iterator[DatabaseWrapper]:
    described = connections["default"].settings_dict | settings.DIRECT["default"]
    made = DatabaseWrapper(described, unique_name("pooled"))
    made.ensure_connection()
    yield made
    made.close()


def end_from_elsewhere(connection: DatabaseWrapper) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 30000)", [connection.connection.info.backend_pid])


def test_one_that_stands_is_usable(connection: DatabaseWrapper) -> None:
    assert connection.is_usable()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert connection.is_usable()


def test_one_that_was_ended_is_not_and_the_next_statement_has_a_new_one(connection: DatabaseWrapper) -> None:
    end_from_elsewhere(connection)
    assert not connection.is_usable()
    connection.close_if_unusable_or_obsolete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_one_that_is_known_to_be_closed_is_not(connection: DatabaseWrapper) -> None:
    end_from_elsewhere(connection)
    with pytest.raises(psycopg.OperationalError):
        connection.connection.execute("SELECT 1")
    assert not connection.is_usable()
