"""The part of `tintype check` that asks PostgreSQL, through Django's connections."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tintype.cluster.findings import Finding, warning, wrong
from tintype.cluster.replica_checks import replica_checks
from tintype.config.env import Env

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

# A task that nobody has begun after a minute: the dispatcher hands over what is 10 seconds late.
LATE_SECONDS = 60
MIGRATE = "Run `tintype manage migrate_all`."


def database_checks(env: Env) -> Iterable[Finding]:
    if not env.secret_key:  # Django does not load without one, and the check of the key says so
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tintype.config.settings")
    import django  # noqa: PLC0415  slow import
    from django.db import Error, connections  # noqa: PLC0415  slow import

    django.setup()
    from tintype.sharding.databases import primaries  # noqa: PLC0415  needs Django

    try:
        databases = [connections[name] for name in primaries()]
        for database in databases:
            yield _migrations(database)
        yield _shard_map()
        yield from _outbox(databases)
        yield from replica_checks()
    except Error as error:
        remedy = f"`tintype status` shows whether PostgreSQL runs; its logs are in {env.home}/log."
        yield wrong("databases", str(error).strip(), remedy)


def _migrations(connection: "BaseDatabaseWrapper") -> Finding:
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415  slow import

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    name = f"database {connection.settings_dict['NAME']}"
    if missing:
        return wrong(name, f"{len(missing)} migrations have not run", MIGRATE)
    return Finding(name, "answers, its tables are up to date")


def _shard_map() -> Finding:
    from tintype.sharding.databases import shard_databases  # noqa: PLC0415  needs Django
    from tintype.sharding.models import LogicalShard  # noqa: PLC0415  needs Django
    from tintype.sharding.scope import LOGICAL_SHARDS  # noqa: PLC0415  needs Django

    placed = dict(LogicalShard.objects.values_list("shard", "database"))
    if len(placed) != LOGICAL_SHARDS:
        return wrong("shard map", f"{len(placed):,} of {LOGICAL_SHARDS:,} logical shards have a place", MIGRATE)
    unknown = set(placed.values()) - set(shard_databases())
    if unknown:
        remedy = "Put it back into the topology, or move its shards first."
        return wrong("shard map", f"names databases that the topology does not: {', '.join(unknown)}", remedy)
    return Finding("shard map", f"{LOGICAL_SHARDS:,} logical shards in {len(set(placed.values()))} databases")


def _outbox(databases: "list[BaseDatabaseWrapper]") -> Iterable[Finding]:
    waiting, oldest, parked = 0, 0.0, 0
    for database in databases:
        with database.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FILTER (WHERE parked_at IS NULL), count(*) FILTER (WHERE parked_at IS NOT NULL),"
                " coalesce(extract(epoch FROM now() - min(created_at) FILTER (WHERE attempts = 0)), 0)"
                " FROM tasks_outboxrow",
            )
            here, parked_here, age = cursor.fetchone()
        waiting, parked, oldest = waiting + here, parked + parked_here, max(oldest, float(age))
    if oldest > LATE_SECONDS:
        remedy = "The dispatcher or the workers do not keep up: `tintype status`, and their logs in HOME/log."
        yield wrong("tasks", f"{waiting:,} wait, the oldest for {oldest:,.0f} seconds", remedy)
    else:
        yield Finding("tasks", f"{waiting:,} wait")
    if parked:
        yield warning("tasks", f"{parked:,} failed too often and are parked", "`tintype manage parked_tasks`")
