"""The first copy of the rows, which PostgreSQL makes, table by table; here it is begun, watched and begun anew."""

import time
from collections.abc import Iterator

from psycopg import Connection

from tintype.sharding.models import Move
from tintype.sharding.moves import replication
from tintype.sharding.moves.ends import value
from tintype.sharding.moves.errors import MoveStopped
from tintype.sharding.moves.rows import delete_rows
from tintype.sharding.moves.show import Show
from tintype.sharding.moves.tables import Amount, amounts

LOOK_SECONDS = 0.25
# PostgreSQL tries again every five seconds. What fails three times (a full disk, no way to the source) needs a person.
MOST_FAILURES = 3
# PostgreSQL counts not every failure, and after a crash of the target in the middle of a copy it was seen to wait for
# ever. Where nothing moves for so long, a copy that begins anew is the quicker way.
STILL_SECONDS = 30

STATES = """
    SELECT srrelid::regclass::text, srsubstate IN ('f', 's', 'r'), srsubstate = 'r'
    FROM pg_subscription_rel JOIN pg_subscription ON oid = srsubid WHERE subname = %s
"""
UNDER_WAY = """
    SELECT relid::regclass::text, tuples_processed FROM pg_stat_progress_copy WHERE datname = current_database()
"""
FAILURES = (
    "SELECT coalesce(sum(sync_error_count + apply_error_count), 0) FROM pg_stat_subscription_stats WHERE subname = %s"
)


def begin_copy(source: Connection, target: Connection, move: Move, show: Show) -> None:
    """From nothing: what an interrupted try has left behind goes first."""
    replication.drop_subscription(target, move)
    replication.drop_source_end(source, move)
    delete_rows(target, move.shards, f"deleting what an earlier try left in {move.target}", show)
    replication.connect_ends(source, target, move)


def watch_copy(source: Connection, target: Connection, move: Move, show: Show) -> bool:
    """Until every table is copied and receives its changes; False when it stands still on the way."""
    name = replication.name_of(move)
    wanted = amounts(source, move.shards)
    failures_before = int(value(target, FAILURES, [name]))
    seen: object = None
    end = 0.0
    with show.progress("copying", sum(wanted.values(), Amount())) as advance:
        while True:
            states = target.execute(STATES, [name]).fetchall()
            under_way: dict[str, int] = dict(target.execute(UNDER_WAY).fetchall())
            advance(sum(_copied(states, under_way, wanted), Amount()))
            if states and all(is_ready for _, _, is_ready in states):
                return True
            # A table that is being read for the few rows that move may be long without one.
            if under_way or seen != states:
                seen, end = states, time.monotonic() + STILL_SECONDS
            elif time.monotonic() > end:
                return False
            if int(value(target, FAILURES, [name])) - failures_before >= MOST_FAILURES:
                raise MoveStopped(f"{move.target} cannot take the rows; the end of its PostgreSQL's log says why.")
            if not replication.is_connected(source, target, move):
                raise MoveStopped("The copy has lost its way: one of the two servers was replaced by its replica.")
            time.sleep(LOOK_SECONDS)


def _copied(
    states: list[tuple[str, bool, bool]], under_way: dict[str, int], wanted: dict[str, Amount]
) -> Iterator[Amount]:
    for table, is_copied, _ in states:
        amount = wanted.get(table, Amount())
        yield amount if is_copied else amount.part(under_way.get(table, 0))
