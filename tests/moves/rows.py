"""What lies in a database of a logical shard, read past the program; and rows that go wrong."""

from django.db import connections

from tintype.sharding.moves.tables import tables

Rows = dict[str, list[tuple[object, ...]]]


def rows(database: str, shard: int) -> Rows:
    """All rows of a shard, by table."""
    found: Rows = {}
    with connections[database].cursor() as cursor:
        for table in tables([shard]):
            cursor.execute(f"SELECT * FROM {table.name} WHERE {table.where} ORDER BY {', '.join(table.keys)}")  # noqa: S608
            found[table.name] = cursor.fetchall()
    return found


def lose_a_like(database: str, post_id: int) -> None:
    """As a fault would: no fence is asked, and no count is changed."""
    with connections[database].cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM photos_like WHERE post_id = %s", [post_id])
        cursor.execute("RESET session_replication_role")
        assert cursor.rowcount
