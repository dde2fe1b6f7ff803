"""`make check` refuses a migration that would lock a big table, and no other."""

from typing import Any

import pytest
from django.contrib.postgres import operations as postgres
from django.contrib.postgres.functions import RandomUUID
from django.db import connections, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models.functions import Now

from tests.sharding.lint_migrations import refusals

SHARD = "shard1"
DIRECTORY = "default"


def refused(*operations: Any, atomic: bool = True, app: str = "photos", database: str = SHARD) -> list[str]:
    """Why a migration with these operations is refused that follows all others of the app."""
    kind = type("Later", (migrations.Migration,), {"operations": operations, "atomic": atomic})
    before = MigrationLoader(connections[database], replace_migrations=False).project_state()
    return refusals(kind("0099_test", app), before, database)


def check(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(like_count__gte=0), name=name)


SQUARE = models.F("like_count") * models.F("like_count")
BAD = {
    "an index": migrations.AddIndex("post", models.Index(fields=["like_count"], name="test_likes")),
    "a unique constraint": migrations.AddConstraint(
        "post", models.UniqueConstraint(fields=["like_count"], name="test_unique")
    ),
    "a check of every row": migrations.AddConstraint("post", check("test_check")),
    "another type": migrations.AlterField("post", "like_count", models.BigIntegerField(default=0)),
    "a column that old code leaves out": migrations.AddField("post", "test", models.IntegerField(default=0)),
    "a random default": migrations.AddField("post", "test", models.UUIDField(db_default=RandomUUID())),
    "a stored column": migrations.AddField(
        "post",
        "test",
        models.GeneratedField(expression=SQUARE, output_field=models.IntegerField(), db_persist=True),
    ),
    "a removed column": migrations.RemoveField("post", "like_count"),
    "a statement over all rows": migrations.RunSQL(
        "-- quick\nUPDATE photos_post\nSET like_count = 0", hints={"model_name": "post"}
    ),
    "a constraint in plain SQL": migrations.RunSQL(
        "ALTER TABLE photos_post\n  ADD CONSTRAINT test CHECK (like_count >= 0);", hints={"model_name": "post"}
    ),
    "Python": migrations.RunPython(migrations.RunPython.noop),
}
GOOD = {
    "an empty column": migrations.AddField("post", "test", models.IntegerField(null=True)),
    "a column with one value": migrations.AddField("post", "test", models.IntegerField(db_default=0)),
    "a column with the time of the migration": migrations.AddField(
        "post", "test", models.DateTimeField(db_default=Now())
    ),
    "a constraint for new rows": postgres.AddConstraintNotValid("post", check("test_check")),
    "a new table with an index": migrations.CreateModel(
        "Test",
        [("id", models.BigIntegerField(primary_key=True)), ("number", models.IntegerField(db_index=True))],
        options={"constraints": [models.CheckConstraint(condition=models.Q(number__gte=0), name="test_new")]},
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_what_locks_a_big_table_is_refused(what: str) -> None:
    assert refused(BAD[what]) != []


@pytest.mark.parametrize("what", GOOD)
def test_what_locks_nothing_for_long_passes(what: str) -> None:
    assert refused(GOOD[what]) == []


def test_an_index_on_an_account_is_refused_in_the_directory() -> None:
    index = migrations.AddIndex("account", models.Index(fields=["bio"], name="test_bio"))
    assert refused(index, app="accounts", database=DIRECTORY) == ["CREATE INDEX locks table"]


def test_a_concurrent_index_passes_alone_and_is_refused_with_company() -> None:
    first, second = (
        postgres.AddIndexConcurrently("post", models.Index(fields=["like_count"], name=f"test_{number}"))
        for number in (1, 2)
    )
    assert refused(first, atomic=False) == []
    assert refused(first, second, atomic=False) != []
