"""The fences: a trigger on every sharded table, so that nothing writes to a logical shard that has moved away.

Actions ask the gate first (sharding.scope); the fence is for what comes by another way, and for a process whose map
is old.
"""

from django.apps import apps
from django.db.backends.utils import CursorWrapper

from tintype.sharding.direct import direct
from tintype.sharding.gate import FENCED
from tintype.sharding.models import ShardedModel

# A trigger is made once in a table's life, and while it waits for the table everybody behind it waits too.
LOCK_SECONDS = 5

# Costs 3 µs a row (100,000 follows in one statement: 0.70 s with, 0.41 s without). In a like's transaction by pgbench,
# one client without waiting for the disk, that is lost among other things: 3,279 a second with, 3,284 without.
FUNCTION = """
BEGIN
    IF EXISTS (SELECT FROM sharding_fence WHERE shard = {shard}) AND shard_gate({shard}::integer) <> '' THEN
        RAISE SQLSTATE '{fenced}' USING MESSAGE = format('logical shard %s has moved away', {shard});
    END IF;
    RETURN coalesce(NEW, OLD);
END
"""
CREATE_FUNCTION = "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS %s"
CREATE_TRIGGER = """
    CREATE TRIGGER fence BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()
"""
HAS_FUNCTION = "SELECT EXISTS (SELECT FROM pg_proc WHERE proname = %s AND prosrc = %s)"
HAS_TRIGGER = "SELECT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = 'fence')"


def sharded_models() -> list[type[ShardedModel]]:
    return [model for model in apps.get_models() if issubclass(model, ShardedModel)]


def install_fences(database: str) -> None:
    """Each sharded table of a shard database gets its fence. Where it stands as it should, nothing is locked."""
    with direct(database, lock_seconds=LOCK_SECONDS) as connection, connection.cursor() as cursor:
        for model in sharded_models():
            _install(cursor, model)


def _install(cursor: CursorWrapper, model: type[ShardedModel]) -> None:
    table = model._meta.db_table  # noqa: SLF001 - Django documents `_meta`
    name, text = f"fence_{table}", _text(model)
    if not _is_there(cursor, HAS_FUNCTION, name, text):
        cursor.execute(CREATE_FUNCTION.format(name=name), [text])
    if not _is_there(cursor, HAS_TRIGGER, table):
        cursor.execute(CREATE_TRIGGER.format(table=table, name=name))


def _text(model: type[ShardedModel]) -> str:
    column = model.shard_key.column
    # NEW is null where a row is deleted, OLD where one is inserted.
    shard = model.shard_key.expression.format(f"coalesce(NEW.{column}, OLD.{column})")
    return FUNCTION.format(shard=shard, fenced=FENCED)


def _is_there(cursor: CursorWrapper, question: str, *about: str) -> bool:
    cursor.execute(question, about)
    return bool(cursor.fetchone()[0])
