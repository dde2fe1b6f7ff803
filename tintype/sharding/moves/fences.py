"""The rows of `sharding_fence` through a move's life, in both databases.

On the source "moving away" ('') until the switch, then the target's name. On the target the other way round: the
source's name until the switch, so that nobody writes there too early, and then '' until the move is done.
"""

import time

from psycopg import Connection

from tintype.sharding.models import Move
from tintype.sharding.moves.ends import value
from tintype.sharding.moves.errors import MoveStopped
from tintype.sharding.moves.numbers import spelled
from tintype.sharding.moves.show import Show

PAUSE_SECONDS = 0.1
# A transaction that is older than this is told of: nobody else will say why the move does not go on.
LONG_SECONDS = 5

SET = """
    INSERT INTO sharding_fence (shard, move_id, moved_to) SELECT unnest(%s::int[]), %s, %s
    ON CONFLICT (shard) DO UPDATE SET move_id = excluded.move_id, moved_to = excluded.moved_to
"""
# Never over one that says that its shard has moved away.
RAISE = f"{SET} WHERE sharding_fence.moved_to = ''"
OPEN = "UPDATE sharding_fence SET moved_to = '' WHERE move_id = %s AND moved_to <> ''"
GONE = "SELECT shard FROM sharding_fence WHERE shard = ANY(%s) AND moved_to <> '' ORDER BY shard"
SWITCHED = "SELECT count(*) FROM sharding_fence WHERE move_id = %s AND moved_to = %s"
OLDEST = """
    SELECT pid, extract(epoch FROM clock_timestamp() - xact_start)::int FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
    AND xact_start < %s ORDER BY xact_start LIMIT 1
"""


def set_fences(connection: Connection, move: Move, moved_to: str) -> None:
    connection.execute(SET, [list(move.shards), move.id, moved_to])


def raise_fences(source: Connection, target: Connection, move: Move, show: Show) -> None:
    """From its return on every writer of these shards holds the move's lock until its commit."""
    check_are_here(source, move.source, move.shards)
    source.execute(RAISE, [list(move.shards), move.id, ""])
    # After the source has said that it is the place: the true place is never closed.
    set_fences(target, move, move.source)
    _wait_for_older(source, show)


def check_are_here(source: Connection, name: str, shards: list[int]) -> None:
    """The map may be wrong, after its server was lost with its last moments; what lies at the target is true then."""
    if gone := [shard for (shard,) in source.execute(GONE, [shards])]:
        raise MoveStopped(
            f"The map says that shards {spelled(gone)} live in {name}, which says that they have moved away:"
            " `tintype check --deep --repair` mends the map."
        )


def open_target(target: Connection, move: Move) -> None:
    """After the switch it is open already, unless something was lost in that very moment."""
    target.execute(OPEN, [move.id])


def is_switched(source: Connection, move: Move) -> bool:
    return bool(value(source, SWITCHED, [move.id, move.target]))


def _wait_for_older(source: Connection, show: Show) -> None:
    """Whoever began before the fences stood may have written without looking at them."""
    now = value(source, "SELECT clock_timestamp()")
    is_told = False
    while oldest := source.execute(OLDEST, [now]).fetchone():
        if oldest[1] > LONG_SECONDS and not is_told:
            show.say(f"waiting for a transaction of {oldest[1]} s to end (process {oldest[0]} of the source)")
            is_told = True
        time.sleep(PAUSE_SECONDS)
