"""A database that we bring to the newest schema is the one that Django's own `migrate` makes, to the last letter."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import AddField, AlterField, CreateModel, Migration, RenameModel, RunPython, RunSQL
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import AutoField, CharField

from tests.databases import server_of
from tintype.cluster.sql import connect, conninfo
from tintype.cluster.wheels import postgres_bin
from tintype.sharding.applying import apply_migrations, state_after_nothing


@contextmanager
def fresh(alias: str) -> Iterator[BaseDatabaseWrapper]:
    """Instead of this database an empty one, on its server."""
    name, before = f"fresh_{settings.DATABASES[alias]['NAME']}", connections[alias]
    with connect(server_of(alias)) as server:
        server.execute(f"CREATE DATABASE {name}")
        connections[alias] = before.copy()
        connections[alias].settings_dict |= settings.DIRECT[alias] | {"NAME": name}
        try:
            yield connections[alias]
        finally:
            connections[alias].close()
            connections[alias] = before
            server.execute(f"DROP DATABASE {name}")


def kept(connection: BaseDatabaseWrapper) -> tuple[list[str], list[tuple[str, str]]]:
    """All that is in a database, and which migrations it knows of, in turn; when they ran differs."""
    name = connection.settings_dict["NAME"]
    command = [str(postgres_bin() / "pg_dump"), "--inserts", "--exclude-table-data=django_migrations"]
    done = subprocess.run(
        [*command, conninfo(server_of(connection.alias), dbname=name)], check=True, capture_output=True, text=True
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        # What begins with a backslash is for psql, and has a chance word in it.
        return [line for line in done.stdout.splitlines() if not line.startswith("\\")], cursor.fetchall()


@pytest.mark.slow
@pytest.mark.parametrize(("alias", "first"), [("default", ["oauth2_provider", "0003"]), ("shard1", ["photos", "0001"])])
def test_what_is_made_is_what_django_makes(alias: str, first: list[str]) -> None:
    """Of nothing, and of what an older release has left."""
    with fresh(alias) as connection:
        call_command("migrate", *first, database=alias, verbosity=0)
        of_old = kept(connection)
        apply_migrations(connection)
        from_old = kept(connection)
    with fresh(alias) as connection:
        call_command("migrate", database=alias, verbosity=0)
        by_django = kept(connection)
    with fresh(alias) as connection:
        apply_migrations(connection)
        assert kept(connection) == by_django
    assert len(of_old[0]) < len(from_old[0])
    assert from_old[0] == by_django[0]
    assert sorted(from_old[1]) == sorted(by_django[1])


def migration_of(app: str, operations: list[Operation]) -> Migration:
    kind: type[Migration] = type("Some", (Migration,), {"operations": operations})
    return kind("0001", app)


ACCOUNT = CreateModel("Account", [("id", AutoField(primary_key=True)), ("name", CharField("called", max_length=5))])
POST = CreateModel("Post", [("id", AutoField(primary_key=True))])


@pytest.mark.parametrize(
    ("app", "operations", "nothing_on_shards", "nothing_in_directory"),
    [
        ("accounts", [ACCOUNT], True, False),
        ("photos", [POST], False, True),
        ("photos", [POST, AddField("post", "alt", CharField(max_length=5))], False, True),
        ("photos", [RunSQL("SELECT 1")], True, False),
        ("photos", [RunPython(RunPython.noop)], True, False),
        ("sharding", [RunSQL("SELECT 1")], False, False),
        ("accounts", [ACCOUNT, RenameModel("Account", "Person")], False, False),
        ("accounts", [Operation()], False, False),
    ],
)
def test_what_sends_nothing(
    app: str, operations: list[Operation], *, nothing_on_shards: bool, nothing_in_directory: bool
) -> None:
    migration = migration_of(app, operations)
    assert (state_after_nothing(migration, ProjectState(), "shard1") is not None) == nothing_on_shards
    assert (state_after_nothing(migration, ProjectState(), "default") is not None) == nothing_in_directory


@pytest.mark.parametrize(
    ("field", "is_nothing"),
    [
        (CharField("named", max_length=5), True),
        (CharField("called", max_length=5, help_text="As friends do", blank=True), True),
        (CharField("called", max_length=6), False),
        (CharField("called", max_length=5, null=True), False),
        (CharField("called", max_length=5, db_column="called"), False),
        (CharField("called", max_length=5, unique=True), False),
    ],
)
def test_a_field_that_is_called_otherwise_is_the_same_column(field: CharField[str, str], *, is_nothing: bool) -> None:
    before = ProjectState()
    ACCOUNT.state_forwards("accounts", before)
    migration = migration_of("accounts", [AlterField("account", "name", field)])
    after = state_after_nothing(migration, before, "default")
    assert (after is not None) == is_nothing
    if after:
        assert after.models["accounts", "account"].fields["name"] is field
    assert before.models["accounts", "account"].fields["name"] is not field
