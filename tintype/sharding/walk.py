"""Walking over all rows of a sharded model, physical database by physical database, a batch at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import connections

from tintype.sharding.databases import shard_databases
from tintype.sharding.map import grouped_by_database
from tintype.sharding.models import ShardedModel

BATCH = 2_000

K = TypeVar("K")


def table_of(model: type[ShardedModel]) -> str:
    return model._meta.db_table  # noqa: SLF001 - Django documents Model._meta


def key_columns(model: type[ShardedModel]) -> list[str]:
    """Of the primary key."""
    return [str(field.column) for field in model._meta.pk_fields]  # noqa: SLF001 - as above


def rows_of(model: type[ShardedModel], *more: str, where: str = "true") -> Iterator[list[tuple[Any, ...]]]:
    """The primary keys, and the columns `more`, of the rows that live where they lie."""
    for database in shard_databases():
        for rows in _rows_in(database, model, more, where):
            here = set(grouped_by_database({row[0] for row in rows}, int).get(database, []))
            yield [row[1:] for row in rows if row[0] in here]


def _rows_in(
    database: str, model: type[ShardedModel], more: tuple[str, ...], where: str
) -> Iterator[list[tuple[Any, ...]]]:
    """Each row begins with its logical shard. By key and not by OFFSET, which would count all rows before it anew."""
    keys = key_columns(model)
    columns, order = ", ".join([model.shard_key.of(""), *keys, *more]), ", ".join(keys)
    table, marks = table_of(model), ", ".join(["%s"] * len(keys))
    first = f"SELECT {columns} FROM {table} WHERE {where} ORDER BY {order} LIMIT {BATCH}"  # noqa: S608 - names of models
    after = first.replace("WHERE", f"WHERE ({order}) > ({marks}) AND", 1)
    rows = ask(database, first, [])
    while rows:
        yield rows
        rows = ask(database, after, list(rows[-1][1 : 1 + len(keys)])) if len(rows) == BATCH else []


ESTIMATE = "SELECT coalesce(sum(greatest(reltuples, 0)), 0)::bigint FROM pg_class WHERE oid = ANY(%s::regclass[])"


def about(*models: type[ShardedModel]) -> int:
    """How many rows there are, as PostgreSQL estimates it: to count a large table takes minutes."""
    tables = [table_of(model) for model in models]
    return sum(ask(database, ESTIMATE, [tables])[0][0] for database in shard_databases())


def ask(database: str, statement: str, arguments: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connections[database].cursor() as cursor:
        cursor.execute(statement, arguments)
        return list(cursor.fetchall())


def gathered(
    statement: str, keys: Iterable[K], shard_of_key: Callable[[K], int], arguments: Callable[[list[K]], list[Any]]
) -> list[tuple[Any, ...]]:
    """The rows that `statement` answers, asked once of each database on which some of `keys` live."""
    groups = grouped_by_database(keys, shard_of_key)
    return [row for database, group in groups.items() for row in ask(database, statement, arguments(group))]
