"""The databases of a test worker, made on the servers of whatever topology the run has."""

import io

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from tintype.cluster.replication import catch_up
from tintype.cluster.sql import connect
from tintype.config.topology import Postgres
from tintype.sharding.databases import primaries

# Ids come in such steps; a worker makes fewer accounts and moves than these.
STEPS = {"accounts_account": 5_063, "sharding_move": 1}
MOST = 1_000_000


def make_databases() -> None:
    """The first worker of a run migrates its own, the others get copies."""
    directory = settings.TOPOLOGY.directory.server.primary.address
    with connect(directory) as first:
        first.execute("SELECT pg_advisory_lock(1)")  # one worker at a time, until the connection is closed
        is_made = first.execute("SELECT 1 FROM pg_database WHERE datname = 'made_default'").fetchone()
        for alias in primaries():
            _copy(alias, f"made_{alias}" if is_made else "template1", _name(alias))
        if not is_made:
            call_command("migrate_all", stdout=io.StringIO())
            connections.close_all()
            # The directory last: it is the mark that all are made.
            for alias in reversed(primaries()):
                _copy(alias, _name(alias), f"made_{alias}")
    _tell_apart()
    catch_up(settings.TOPOLOGY)


def _tell_apart() -> None:
    """Workers share an object store and edges, where an account is known by its id, and PostgreSQL servers, where a
    move has a slot of its id: each counts from another one.
    """
    worker = int(settings.WORKER.removeprefix("gw")) + 1 if settings.WORKER.startswith("gw") else 0
    with connections["default"].cursor() as cursor:
        for table, step in STEPS.items():
            cursor.execute(f"ALTER SEQUENCE {table}_id_seq RESTART WITH %s", [1 + worker * step * MOST])
    connections.close_all()


def _name(alias: str) -> str:
    return str(settings.DATABASES[alias]["NAME"])


def _copy(alias: str, source: str, target: str) -> None:
    """PostgreSQL copies a database only while nobody is in it; a pooler keeps its sessions for a while."""
    with connect(server_of(alias)) as connection:
        if source != "template1":
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [source])
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(command.format(sql.Identifier(target), sql.Identifier(source)))


def server_of(alias: str) -> Postgres:
    direct, described = settings.DIRECT[alias], settings.DATABASES[alias]
    passfile = described["OPTIONS"].get("passfile", "")
    return Postgres(direct["HOST"], int(direct["PORT"]), described["USER"], passfile)
