"""Refuses a migration that would lock a big table: `.venv/bin/python -m tests.sharding.lint_migrations`.

django-migration-linter judges the SQL that Django would send. Django only tells that to a PostgreSQL, so `main` starts
one. A sharded model has its SQL in the shards and an account in the directory, so one of each is asked.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import sqlparse
from django.db import connections
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django_migration_linter.sql_analyser.analyser import analyse_sql_statements
from django_migration_linter.sql_analyser.postgresql import PostgresqlAnalyser

import tests.sharding.lint_rules  # noqa: F401  adds its rules
from tintype.cluster.engines import engines

DATABASES = ("default", "shard1")
# Migrations that a person has found harmless, with the reason.
REVIEWED: dict[str, str] = {}


def refusals(migration: Migration, before: ProjectState, database: str) -> list[str]:
    """Why this migration may not run on a database in use; `before` is the state of the models that it begins with."""
    if not migration.atomic and len(migration.operations) > 1:
        return ["without a transaction it could stop between two operations: one operation in a migration"]
    if not all(operation.reduces_to_sql for operation in migration.operations):
        return ["nobody can say what Python would lock: rows are changed in batches by a task"]
    errors, _, warnings = analyse_sql_statements(PostgresqlAnalyser, statements(migration, before, database))
    return [f"{issue.message}{f' ({issue.table})' if issue.table else ''}" for issue in [*errors, *warnings]]


def statements(migration: Migration, before: ProjectState, database: str) -> list[str]:
    with connections[database].schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
        migration.apply(before, editor, collect_sql=True)
    bare = [" ".join(sqlparse.format(sql, strip_comments=True).split()) for sql in editor.collected_sql]
    return ["BEGIN;"] * migration.atomic + [sql for sql in bare if sql]


def findings() -> Iterator[str]:
    """Every migration of Tintype's own; those of the libraries are on small tables of the directory."""
    for database in DATABASES:
        loader = MigrationLoader(connections[database], replace_migrations=False)
        for (app, name), migration in sorted(loader.disk_migrations.items()):
            if type(migration).__module__.startswith("tintype.") and f"{app}.{name}" not in REVIEWED:
                before = loader.project_state((app, name), at_end=False)
                yield from (f"{app}.{name}: {why}" for why in refusals(migration, before, database))


def main() -> int:
    home = Path(tempfile.mkdtemp(prefix="tintype-lint-"))
    os.environ |= {
        "TINTYPE_HOME": str(home),
        "TINTYPE_TOPOLOGY": "embedded",
        "TINTYPE_SECRET_KEY": "none",
        "DJANGO_SETTINGS_MODULE": "tintype.config.settings",
    }
    try:
        with engines(home):
            django.setup()
            found = sorted(set(findings()))
            connections.close_all()
    finally:
        shutil.rmtree(home, ignore_errors=True)
    sys.stdout.write("\n".join(found or ["No migration locks a big table."]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
