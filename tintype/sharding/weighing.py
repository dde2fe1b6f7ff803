"""How much each logical shard holds, estimated from a part of the pages of big tables."""

from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from django.db.backends.utils import CursorWrapper

from tintype.sharding.databases import shard_databases
from tintype.sharding.direct import direct
from tintype.sharding.fence import sharded_models
from tintype.sharding.models import ShardedModel
from tintype.sharding.moves.tables import Amount
from tintype.sharding.walk import table_of

# Read of each table: 160 MB, some seconds. A bigger table has so many rows that a part of them tells the same.
PAGES = 20_000

PAGES_OF = "SELECT pg_relation_size(%s) / current_setting('block_size')::int"
COUNT = """
    SELECT {shard}, count(*), sum(pg_column_size(each.*)) FROM {table} each TABLESAMPLE SYSTEM ({part}) GROUP BY 1
"""


def weigh(places: Mapping[int, str]) -> dict[int, Amount]:
    """Shard -> its rows and their bytes. Not those of the files, which do not shrink when a shard leaves: one
    rebalancing would look as if it had changed nothing. An empty shard is left out.
    """
    databases = shard_databases()
    with ThreadPoolExecutor(len(databases)) as pool:
        found = dict(zip(databases, pool.map(_weigh, databases), strict=True))
    # What a move has left behind or not switched to yet is nobody's.
    return {shard: found[place][shard] for shard, place in places.items() if shard in found.get(place, {})}


def _weigh(database: str) -> dict[int, Amount]:
    total: dict[int, Amount] = defaultdict(Amount)
    with direct(database) as connection, connection.cursor() as cursor:
        for model in sharded_models():
            for shard, amount in _of_table(cursor, model):
                total[shard] += amount
    return total


def _of_table(cursor: CursorWrapper, model: type[ShardedModel]) -> list[tuple[int, Amount]]:
    table = table_of(model)
    cursor.execute(PAGES_OF, [table])
    part = min(1.0, PAGES / max(cursor.fetchone()[0], 1))
    cursor.execute(COUNT.format(shard=model.shard_key.of(""), table=table, part=100 * part))
    return [(int(shard), Amount(round(rows / part), round(size / part))) for shard, rows, size in cursor.fetchall()]
