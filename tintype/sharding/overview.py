"""Where the logical shards live: each physical database with its shards, rows and bytes, for `tintype shards`."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.db import Error
from django.db.backends.utils import CursorWrapper

from tintype.config.topology import Database
from tintype.lib.redis import RedisDown
from tintype.sharding.direct import direct
from tintype.sharding.fence import sharded_models
from tintype.sharding.models import LogicalShard
from tintype.sharding.replica_states import ReplicaState, replica_states

# A database that is away or busy is a line of its own and keeps nobody waiting.
SECONDS = 10
# Smaller tables are counted: that takes a fifth of a second, and estimates of them may be missing or old.
COUNTED_BYTES = 200_000_000

# The statistics of a server begin with it; what they say of live rows is of use once the table has been analysed.
SIZES = """
    SELECT pg_class.relname, pg_total_relation_size(oid),
        CASE WHEN coalesce(last_analyze, last_autoanalyze) IS NULL THEN reltuples::bigint ELSE n_live_tup END
    FROM pg_class JOIN pg_stat_user_tables ON relid = oid WHERE schemaname = 'public' AND pg_class.relname = ANY(%s)
"""


@dataclass(frozen=True)
class Held:
    """One physical database. Rows of big tables are PostgreSQL's estimate."""

    place: Database
    shards: list[int] = field(default_factory=list)
    rows: int = 0
    size: int = 0
    replica: str = "unknown"
    error: str = ""


def overview() -> list[Held]:
    """Every database that the topology names for shards."""
    shards, replicas = shards_by_database(), _replicas()
    places = settings.TOPOLOGY.shards
    with ThreadPoolExecutor(len(places)) as pool:
        found = pool.map(lambda place: _held(place, shards.get(place.name, [])), places)
        return [replace(held, replica=replicas.get(held.place.name, "unknown")) for held in found]


def _replicas() -> dict[str, str]:
    """Database -> how its replica is, as the watcher of replicas last saw it."""
    try:
        states = replica_states()
    except RedisDown:
        return {}
    return {name: _told(states[alias]) for name, alias in settings.REPLICAS.items() if alias in states}


def _told(replica: ReplicaState) -> str:
    return replica.state if replica.lag_seconds is None else f"{replica.state}, {replica.lag_seconds:.1f} s"


def sharded_tables() -> list[str]:
    return [model._meta.db_table for model in sharded_models()]  # noqa: SLF001 - Django documents `_meta`


def shards_by_database() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for shard, database in LogicalShard.objects.order_by("shard").values_list("shard", "database"):
        found.setdefault(database, []).append(shard)
    return found


def _held(place: Database, shards: list[int]) -> Held:
    try:
        rows, size = _amount(place.name)
    except Error as error:
        return Held(place, shards, error=str(error).strip().partition("\n")[0])
    return Held(place, shards, rows, size)


def _amount(database: str) -> tuple[int, int]:
    rows = size = 0
    timeouts = {"lock_seconds": SECONDS, "statement_seconds": SECONDS}
    with direct(database, **timeouts) as connection, connection.cursor() as cursor:
        cursor.execute(SIZES, [sharded_tables()])
        for table, bytes_here, estimate in cursor.fetchall():
            rows += _counted(cursor, table) if bytes_here < COUNTED_BYTES or estimate < 0 else estimate
            size += bytes_here
    return rows, size


def _counted(cursor: CursorWrapper, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - names of models
    return int(cursor.fetchone()[0])
