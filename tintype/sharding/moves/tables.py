"""The sharded tables, and how much of some shards lies in each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField
from psycopg import Connection

from tintype.sharding.fence import sharded_models
from tintype.sharding.moves.numbers import condition
from tintype.sharding.walk import key_columns, table_of


@dataclass(frozen=True)
class Amount:
    rows: int = 0
    size: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.rows + other.rows, self.size + other.size)

    def part(self, rows: int) -> "Amount":
        """As many rows of it, with their share of the bytes."""
        rows = min(rows, self.rows)
        return Amount(rows, self.size * rows // self.rows if self.rows else 0)


@dataclass(frozen=True)
class Table:
    name: str
    keys: tuple[str, ...]
    key_types: tuple[str, ...]
    columns: tuple[str, ...]
    where: str


def tables(shards: Iterable[int]) -> list[Table]:
    """Each table of sharded models, with the condition for the rows of these shards."""
    wanted = list(shards)
    return [
        Table(
            table_of(model),
            tuple(key_columns(model)),
            tuple("text" if isinstance(field, CharField) else "int8" for field in model._meta.pk_fields),  # noqa: SLF001
            tuple(field.column for field in model._meta.concrete_fields if field.column),  # noqa: SLF001 - documented
            condition(model.shard_key.of(""), wanted),
        )
        for model in sharded_models()
    ]


def amounts(connection: Connection, shards: Iterable[int]) -> dict[str, Amount]:
    """Rows and bytes by the name of their table; it reads every row of every sharded table once."""
    return {table.name: _amount(connection, table) for table in tables(shards)}


def _amount(connection: Connection, table: Table) -> Amount:
    counted = f"SELECT count(*), coalesce(sum(pg_column_size(found.*)), 0) FROM {table.name} found WHERE {table.where}"  # noqa: S608 - names of models
    row = connection.execute(counted).fetchone()
    return Amount(int(row[0]), int(row[1])) if row else Amount()
