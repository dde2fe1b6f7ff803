"""Deleting the rows of some shards from one database, in small transactions."""

from collections.abc import Iterable

from psycopg import Connection

from tintype.sharding.moves.ends import value
from tintype.sharding.moves.show import Show
from tintype.sharding.moves.tables import Amount, Table, amounts, tables

# 8 MB of the table at once: rows go by where they lie, so that each page is read once, whatever the shards are.
PAGES = 1000


def delete_rows(connection: Connection, shards: Iterable[int], label: str, show: Show) -> None:
    wanted = list(shards)
    total = sum(amounts(connection, wanted).values(), Amount())
    if not total.rows:
        return
    # The fences and the foreign keys are not asked: these rows are on no shard that lives here.
    connection.execute("SET session_replication_role = replica")
    with show.progress(label, total) as advance:
        done = 0
        for table in tables(wanted):
            for page in range(0, _pages(connection, table), PAGES):
                done += _delete(connection, table, page)
                advance(total.part(done))
    connection.execute("RESET session_replication_role")


def _pages(connection: Connection, table: Table) -> int:
    size = value(connection, "SELECT pg_relation_size(%s) / current_setting('block_size')::int", [table.name])
    return int(size)


def _delete(connection: Connection, table: Table, page: int) -> int:
    """How many rows there were."""
    return connection.execute(
        f"DELETE FROM {table.name} WHERE ctid >= '({page},0)' AND ctid < '({page + PAGES},0)' AND {table.where}"  # noqa: S608 - names of models and numbers
    ).rowcount
