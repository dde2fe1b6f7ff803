"""The pause and the switch. The commit of the fences on the source is the switch; the map follows it.

Whoever writes to these shards holds the move's lock shared until the commit. The mover asks for it alone: what has
begun ends, what comes waits, and gets the new place from the gate. When the mover is killed, or stands still, the
source's PostgreSQL ends its transaction, and the shards are written at the source as before.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from psycopg import Connection, InternalError, OperationalError, errors
from psycopg.pq import TransactionStatus

from tintype.sharding.models import Move
from tintype.sharding.moves.catching_up import has_caught_up, mark
from tintype.sharding.moves.ends import connected, value
from tintype.sharding.moves.errors import MoveStopped
from tintype.sharding.moves.fences import is_switched, set_fences
from tintype.sharding.pins import WRITTEN, pin_all

# Writers wait behind the mover, so it does not wait long for one of them that is slow; it comes again later.
LOCK_MS = 500
CATCH_UP_SECONDS = 1.5
# What stands still for so long is ended by the source's PostgreSQL. Together the three are less than the five seconds
# that a writer waits (shard_gate).
STILL_MS = 2000

LOCK = "SELECT pg_advisory_xact_lock(8191042, %s)"
LOCK_SHARED = "SELECT pg_advisory_xact_lock_shared(8191042, %s)"
TICK = "SELECT last_value FROM id_tick"
# The first is the lock of next_id: ids made at the target from now on are larger than those made at the source.
LOCK_TICK = "SELECT pg_advisory_xact_lock(8191041)"
RAISE_TICK = "SELECT setval('id_tick', greatest(last_value, %s)) FROM id_tick"
SWITCH = "UPDATE sharding_fence SET moved_to = %s WHERE move_id = %s AND moved_to = ''"


def switch(source: Connection, target: Connection, move: Move) -> float | None:
    """When the pause began, if it is done; the target then is in a transaction that sees what was handed over.

    None when somebody wrote for so long, or the target was so far behind, that nothing was switched.
    """
    with connected(move.source) as writer:
        began = time.monotonic()
        if _is_handed_over(writer, source, target, move):
            return began
    if target.info.transaction_status != TransactionStatus.IDLE:
        target.execute("ROLLBACK")
    set_fences(target, move, move.source)
    return None


def _is_handed_over(writer: Connection, source: Connection, target: Connection, move: Move) -> bool:
    try:
        with _pause(writer, move):
            if not has_caught_up(source, move, mark(source), CATCH_UP_SECONDS):
                return False
            _open_target(target, move, int(value(writer, TICK)))
            if move.target in settings.REPLICAS:
                pin_all(move.shards, move.target, int(value(target, WRITTEN)))
            _switch(writer, move)
    except errors.LockNotAvailable:
        return False
    except (OperationalError, InternalError):
        # The source has ended a pause that stood still, or the answer to the commit was lost.
        return has_switched(move)
    return True


@contextmanager
def _pause(writer: Connection, move: Move) -> Iterator[None]:
    """A transaction on the source in which nobody else writes to the move's shards."""
    with writer.transaction():
        writer.execute(f"SET LOCAL lock_timeout = {LOCK_MS}")
        writer.execute(f"SET LOCAL idle_in_transaction_session_timeout = {STILL_MS}")
        writer.execute(LOCK, [move.id])
        yield


def _open_target(target: Connection, move: Move, tick: int) -> None:
    """It may be written there, but nobody knows yet; and what the source hands over is kept in sight."""
    with target.transaction():
        target.execute(LOCK_TICK)
        target.execute(RAISE_TICK, [tick])
        set_fences(target, move, "")
    target.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    target.execute("SELECT FROM sharding_fence LIMIT 1")


def _switch(writer: Connection, move: Move) -> None:
    if writer.execute(SWITCH, [move.target, move.id]).rowcount != len(move.shards):
        raise MoveStopped("Another process has undone this move meanwhile.")


def has_switched(move: Move) -> bool:
    """A pause that is in its commit has then ended, one way or the other; writers do not wait for this."""
    with connected(move.source) as asking, asking.transaction():
        asking.execute(LOCK_SHARED, [move.id])
        return is_switched(asking, move)
