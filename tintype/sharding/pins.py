"""After each action its shard is pinned to the primary until the replica has come as far in the log.

The pin is the shard's and not the person's, so everybody sees what was acknowledged: a lagging replica undoes no block
and brings no deleted post back.
"""

import logging
from collections.abc import Iterable

from django.conf import settings
from django.db import Error, connections

from tintype.lib.redis import Call, RedisDown, run_script, run_scripts

# A replica that is read lags by less than 5 seconds (sharding.watching).
LIFE_SECONDS = 60
# Positions in the log as whole numbers; they have up to 20 digits, and this one is never reached.
NOWHERE = 2**64
WRITTEN = "SELECT pg_current_wal_insert_lsn() - '0/0'"
# ARGV: database, position, life. Lua's numbers are doubles, so positions are compared as text, by length first. The
# pin of two actions at once is that of the later, whichever of them writes it last.
RAISE = """
local held = redis.call('GET', KEYS[1])
local position = ARGV[2]
if held then
    local database, before = held:match('^(%S+) (%d+)$')
    if database == ARGV[1] and (#before > #position or (#before == #position and before > position)) then
        position = before
    end
end
redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. position, 'EX', ARGV[3])
"""

log = logging.getLogger(__name__)


def replica_key(name: str) -> str:
    """All that is said of replicas lies on one node of a Redis Cluster, so that with one of them all of it is lost."""
    return f"{settings.REDIS_PREFIX}{{replicas}}:{name}"


def pin_key(shard: int) -> str:
    return replica_key(f"pin:{shard}")


def pin(shard: int, database: str) -> None:
    """Call after the commit, before anybody hears of it. Without Redis no replica is read either.

    Costs an action 0.3 ms of 1.6, two thirds of it CPU: a statement and a call of Redis (median of 1,500 on the sharded
    topology, all on one machine of two processors).
    """
    try:
        run_script(RAISE, [pin_key(shard)], database, _written(database), LIFE_SECONDS)
    except RedisDown:
        log.warning("Redis away: shard %s not pinned to %s", shard, database)


def pin_all(shards: Iterable[int], database: str, position: int) -> None:
    """As `pin`, in one round trip: a replica of the place to which shards move needs all that came with them."""
    try:
        run_scripts(RAISE, [Call([pin_key(shard)], (database, position, LIFE_SECONDS)) for shard in shards])
    except RedisDown:
        log.warning("Redis away: shards not pinned to %s", database)


def _written(database: str) -> int:
    try:
        with connections[database].cursor() as cursor:
            cursor.execute(WRITTEN)
            return int(cursor.fetchone()[0])
    except Error as error:
        # The commit stands, and where it stands in the log nobody can say: readers stay away until the pin ends.
        log.warning("shard %s: how far its log has come is not known: %s", database, error)
        return NOWHERE


def is_passed(held: bytes | None, database: str, replayed: int) -> bool:
    """Whether a replica of `database` that has come so far has all that the pin speaks of."""
    if held is None:
        return True
    pinned_to, position = held.decode().split(" ")
    # Pinned to another database, the shard has moved here since: how far this replica has to be nobody has noted.
    return pinned_to == database and int(position) <= replayed
