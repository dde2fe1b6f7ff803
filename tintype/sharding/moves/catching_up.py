"""Waiting until the target has what the source has committed."""

import time

from psycopg import Connection

from tintype.sharding.models import Move
from tintype.sharding.moves.ends import value
from tintype.sharding.moves.errors import MoveStopped
from tintype.sharding.moves.replication import name_of
from tintype.sharding.moves.show import Show

# In the pause this is what people wait for: with both ends on one machine the answer comes after 1 to 3 ms.
LOOK_SECONDS = 0.002

TELL_SECONDS = 5
# A target that has not come nearer for so long never will: it takes in less than is written.
PATIENCE_SECONDS = 60

# A transaction of its own that reaches the log after all that was committed before it; no table sees it.
MARK = "SELECT pg_logical_emit_message(true, 'tintype', '')::text"
BEHIND = "SELECT %s::pg_lsn - confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = %s"


def mark(source: Connection) -> str:
    """The place in the source's log behind which nothing lies that is committed by now."""
    return str(value(source, MARK))


def bytes_behind(source: Connection, move: Move, place: str) -> int:
    """Of the source's log; 0 when the target has, on its disk, all that lies before `place`."""
    behind = value(source, BEHIND, [place, name_of(move)])
    if behind is None:
        raise MoveStopped(f"{move.source} no longer feeds the copy: its replica has taken its place.")
    return max(0, int(behind))


def has_caught_up(source: Connection, move: Move, place: str, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while bytes_behind(source, move, place):
        if time.monotonic() > end:
            return False
        time.sleep(LOOK_SECONDS)
    return True


def catch_up(source: Connection, move: Move, show: Show) -> None:
    """However much was written during the copy."""
    least, nearer_at = None, time.monotonic()
    while not has_caught_up(source, move, place := mark(source), TELL_SECONDS):
        behind = bytes_behind(source, move, place)
        if least is None or behind < least:
            least, nearer_at = behind, time.monotonic()
        if time.monotonic() - nearer_at > PATIENCE_SECONDS:
            raise MoveStopped(f"{move.target} takes in less than is written to {move.source}.")
        show.say(f"{behind / 1_000_000:,.1f} MB of the log of {move.source} to go")
