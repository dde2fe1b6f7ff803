"""What every test has: databases of its own worker, and three people.

Tests commit for real: nothing is rolled back or truncated, so what happens after a commit happens here too. Instead,
every test makes people with names of their own, and ids never repeat.
"""

import io
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from hypothesis import settings as hypothesis_settings
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from tintype.testing.member import Member, make_member, nobody

# How long an example takes is the machine's business; databases make them slow and uneven.
hypothesis_settings.register_profile("tintype", deadline=None, database=None)
hypothesis_settings.load_profile("tintype")


@pytest.fixture(scope="session", autouse=True)
def databases(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The first worker of a run migrates its own, the others get copies. They go with the engines at the end."""
    server = settings.TOPOLOGY.directory.server.primary.address
    address: dict[str, Any] = {"host": server.host, "port": server.port, "user": server.user, "dbname": "postgres"}
    with psycopg.connect(**address, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(1)")
        known = {row[0] for row in connection.execute("SELECT datname FROM pg_database").fetchall()}
        for name, database in settings.DATABASES.items():
            _copy(connection, f"made_{name}" if f"made_{name}" in known else "template1", database["NAME"])
        if "made_default" not in known:
            with django_db_blocker.unblock():
                call_command("migrate_all", stdout=io.StringIO())
                connections.close_all()
            for name, database in settings.DATABASES.items():
                _copy(connection, database["NAME"], f"made_{name}")
    with django_db_blocker.unblock():
        yield


def _copy(connection: psycopg.Connection, source: str, target: str) -> None:
    command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    connection.execute(command.format(sql.Identifier(target), sql.Identifier(source)))


@pytest.fixture(scope="session", autouse=True)
def static_root() -> None:
    """`tintype up` collects the static files; WhiteNoise warns where nobody has."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture
def alice() -> Member:
    """Owns what the test is about."""
    return make_member("alice")


@pytest.fixture
def bob() -> Member:
    """Follows Alice, once the test says so."""
    return make_member("bob")


@pytest.fixture
def charlie() -> Member:
    """Must see nothing."""
    return make_member("charlie")


@pytest.fixture
def anonymous() -> Member:
    """Not signed in."""
    return nobody()
