"""Both copies of the rows, side by side in the order of their keys."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Composed, Identifier, Literal

from tintype.sharding.moves.tables import Table

Key = tuple[Any, ...]

# The row of the target's fence was written in the pause, so what is younger than it was written after the switch.
IS_YOUNGER = "age(xmin) < (SELECT min(age(xmin)) FROM sharding_fence WHERE move_id = {})"


@dataclass(frozen=True)
class Row:
    key: Key
    digest: str
    is_younger: bool


@dataclass(frozen=True)
class Difference:
    """A row of which the two copies are not the same; None where there is none."""

    table: Table
    key: Key
    ours: Row | None
    theirs: Row | None

    def __str__(self) -> str:
        what = "is missing" if self.theirs is None else "is too many" if self.ours is None else "differs"
        return f"{self.table.name} {self.key} {what}"


def pairs(ours: Iterator[Row], theirs: Iterator[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Rows with the same key together; both come in the order of their keys."""
    mine, other = next(ours, None), next(theirs, None)
    while mine or other:
        if other is None or (mine and mine.key < other.key):
            yield mine, None
            mine = next(ours, None)
        elif mine is None or other.key < mine.key:
            yield None, other
            other = next(theirs, None)
        else:
            yield mine, other
            mine, other = next(ours, None), next(theirs, None)


def rows(connection: Connection, table: Table, move_id: int, key: Key | None = None) -> Iterator[Row]:
    """All of the move, or the one with that key."""
    with connection.cursor() as cursor, cursor.copy(_statement(table, move_id, key)) as copy:
        copy.set_types([*table.key_types, "text", "bool"])
        for *found, digest, is_younger in copy.rows():
            yield Row(tuple(found), digest, is_younger)


def _statement(table: Table, move_id: int, key: Key | None) -> Composed:
    # In the order in which Python compares: numbers as numbers, texts by code point.
    order = ", ".join(
        f'{name} COLLATE "C"' if kind == "text" else name
        for name, kind in zip(table.keys, table.key_types, strict=True)
    )
    return SQL(
        f"COPY (SELECT {', '.join(table.keys)}, md5(ROW({', '.join(table.columns)})::text), {IS_YOUNGER}"  # noqa: S608 - names of models
        f" FROM {table.name} WHERE {table.where} AND {{}} ORDER BY {order}) TO STDOUT"
    ).format(Literal(move_id), _is(table, key) if key else SQL("true"))


def _is(table: Table, key: Key) -> Composed:
    return SQL(" AND ").join(
        SQL("{} = {}").format(Identifier(name), Literal(part)) for name, part in zip(table.keys, key, strict=True)
    )
