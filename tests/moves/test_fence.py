"""Nothing writes to a logical shard that has moved away, by whichever way it comes."""

from collections.abc import Iterator
from typing import LiteralString

import psycopg
import pytest
from django.db import OperationalError, connections
from django.db.backends.utils import CursorWrapper

from tintype.sharding.databases import shard_databases
from tintype.sharding.direct import direct
from tintype.sharding.fence import install_fences, sharded_models
from tintype.sharding.gate import FENCED
from tintype.sharding.models import ShardedModel

SHARDS = shard_databases()
HERE = SHARDS[0]
# No account of these tests' run lives there.
SHARD = 8191
STANDING: LiteralString = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'fence' AND tgenabled = 'O'"


@pytest.fixture(autouse=True)
def _fences() -> None:
    install_fences(HERE)


@pytest.fixture
def cursor() -> Iterator[CursorWrapper]:
    with connections[HERE].cursor() as cursor:
        yield cursor
        cursor.execute("DELETE FROM sharding_fence")  # or else it keeps the row from being deleted
        cursor.execute("DELETE FROM photos_liked WHERE account_id = %s", [SHARD])


def write(cursor: CursorWrapper, post_id: int) -> None:
    cursor.execute("INSERT INTO photos_liked (account_id, post_id, made_id) VALUES (%s, %s, 0)", [SHARD, post_id])


def fence(cursor: CursorWrapper, moved_to: str) -> None:
    cursor.execute("INSERT INTO sharding_fence (shard, move_id, moved_to) VALUES (%s, 1, %s)", [SHARD, moved_to])


@pytest.mark.parametrize("database", SHARDS)
def test_every_table_of_a_sharded_model_has_its_fence(database: str) -> None:
    install_fences(database)
    with connections[database].cursor() as cursor:
        cursor.execute(STANDING)
        assert {name for (name,) in cursor.fetchall()} == {model._meta.db_table for model in sharded_models()}


@pytest.mark.parametrize("model", sharded_models(), ids=lambda model: str(model.__name__))
def test_each_fence_knows_the_shard_of_its_rows(cursor: CursorWrapper, model: type[ShardedModel]) -> None:
    """A row of nulls but for the key is stopped by the fence before anything else looks at it."""
    fence(cursor, moved_to="elsewhere")
    key = {"(({} >> 10) & 8191)": SHARD << 10}.get(model.shard_key.expression, SHARD)
    with pytest.raises(OperationalError, match=f"logical shard {SHARD} has moved away") as caught:
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({model.shard_key.column}) VALUES (%s)", [key])  # noqa: S608 - names of models
    assert isinstance(caught.value.__cause__, psycopg.Error)
    assert caught.value.__cause__.sqlstate == FENCED


def test_rows_that_stayed_behind_are_neither_changed_nor_deleted(cursor: CursorWrapper) -> None:
    write(cursor, post_id=1)
    fence(cursor, moved_to="elsewhere")
    for statement in ("UPDATE photos_liked SET made_id = 1", "DELETE FROM photos_liked"):
        with pytest.raises(OperationalError, match="has moved away"):
            cursor.execute(f"{statement} WHERE account_id = %s", [SHARD])
    cursor.execute("SELECT made_id FROM photos_liked WHERE account_id = %s", [SHARD])
    assert cursor.fetchall() == [(0,)]
    cursor.execute("DELETE FROM sharding_fence")


def test_a_shard_that_moves_is_written_until_the_switch(cursor: CursorWrapper) -> None:
    fence(cursor, moved_to="")
    write(cursor, post_id=1)
    cursor.execute("UPDATE photos_liked SET made_id = 2 WHERE account_id = %s", [SHARD])
    cursor.execute("DELETE FROM photos_liked WHERE account_id = %s RETURNING made_id", [SHARD])
    assert cursor.fetchall() == [(2,)]


def test_fences_that_stand_are_not_built_anew() -> None:
    """While somebody else has a table locked, there is nothing to wait for."""
    with direct(HERE) as other, other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE photos_liked IN ROW EXCLUSIVE MODE")
        install_fences(HERE)


def test_an_old_fence_is_replaced(cursor: CursorWrapper) -> None:
    cursor.execute(
        "CREATE OR REPLACE FUNCTION fence_photos_liked() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
    )
    fence(cursor, moved_to="elsewhere")
    write(cursor, post_id=1)
    install_fences(HERE)
    with pytest.raises(OperationalError, match="has moved away"):
        write(cursor, post_id=2)
    cursor.execute("DELETE FROM sharding_fence")
