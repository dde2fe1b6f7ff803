"""Databases are migrated at once; one whose table is in use is named, the others are done, a second run finishes."""

import io
from collections.abc import Iterator

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from tests.threads import together
from tintype.sharding import migrating
from tintype.sharding.databases import primaries
from tintype.sharding.direct import direct
from tintype.sharding.migrating import migrate_databases

BUSY = "shard2"
OTHERS = [database for database in primaries() if database != BUSY]


@pytest.fixture
def before() -> Iterator[None]:
    """Every database as it was before the last migration of `tasks`."""
    for database in primaries():
        call_command("migrate", "tasks", "0001", database=database, verbosity=0)
    yield
    call_command("migrate_all", stdout=io.StringIO())


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[psycopg.Connection]:
    """Somebody who has the outbox of one database open for long, longer than a migration waits."""
    monkeypatch.setattr(migrating, "LOCK_SECONDS", 0.2)
    monkeypatch.setattr(migrating, "PAUSES", (0.1,))
    with direct(BUSY) as there, psycopg.connect(**there.get_connection_params()) as connection:
        connection.execute("SELECT FROM tasks_outboxrow")
        yield connection


def migrated() -> list[str]:
    """The databases that have the column of the last migration."""
    found = []
    for database in primaries():
        with connections[database].cursor() as cursor:
            cursor.execute(
                "SELECT FROM pg_attribute WHERE attrelid = 'tasks_outboxrow'::regclass AND attname = 'leased_by'"
            )
            found += [database] * cursor.rowcount
    return found


def test_a_database_in_use_is_named_and_stops_no_other(before: None, reader: psycopg.Connection) -> None:
    assert migrated() == []
    said = io.StringIO()
    with pytest.raises(CommandError, match=f"{BUSY} is not migrated: .*lock timeout") as refused:
        call_command("migrate_all", stdout=said)
    assert f"The oldest transaction there: process {reader.info.backend_pid}, open for" in str(refused.value)
    assert migrated() == OTHERS
    done = {line.split(" in ")[0] for line in said.getvalue().splitlines() if line.startswith("migrated")}
    assert done == {f"migrated {migrating.name_of(database)}" for database in OTHERS}
    reader.rollback()
    call_command("migrate_all", stdout=io.StringIO())
    assert migrated() == [*primaries()]


def test_it_tries_again_when_the_table_is_free(before: None, reader: psycopg.Connection) -> None:
    def say(text: str) -> None:
        assert text == f"{BUSY}: a table is in use, next try in 0 s"
        reader.rollback()

    assert [(done.database, done.error) for done in migrate_databases([BUSY], say)] == [(BUSY, None)]
    assert migrated() == [BUSY]


def test_two_at_once_do_not_disturb_each_other(before: None) -> None:
    together([lambda: call_command("migrate_all", stdout=io.StringIO())] * 2)
    assert migrated() == [*primaries()]


def test_an_index_that_was_stopped_does_not_bar_the_next_try() -> None:
    with psycopg.connect(**connections[BUSY].get_connection_params(), autocommit=True) as connection:
        connection.execute("CREATE TABLE scratch AS SELECT 1 AS number FROM generate_series(1, 2)")
        try:
            with pytest.raises(psycopg.errors.UniqueViolation):
                connection.execute("CREATE UNIQUE INDEX CONCURRENTLY scratch_number ON scratch (number)")
            assert connection.execute("SELECT to_regclass('scratch_number') IS NULL").fetchone() == (False,)
            call_command("migrate_all", stdout=io.StringIO())
            assert connection.execute("SELECT to_regclass('scratch_number') IS NULL").fetchone() == (True,)
        finally:
            connection.execute("DROP TABLE scratch")
