"""What the id function promises, whatever the clock and other connections do."""

import threading
from datetime import datetime

import psycopg
import pytest
from psycopg.errors import LockNotAvailable, QueryCanceled, RaiseException

from tests.sharding.conftest import Connect
from tests.sharding.rising import rise
from tintype.sharding.ids import EPOCH, made_at
from tintype.sharding.scope import shard_of_id

CONNECTIONS = 5
EACH = 1000
LAST_MILLISECOND = 2**40 - 1


def set_clock(connection: psycopg.Connection, milliseconds: int) -> None:
    connection.execute(
        "CREATE OR REPLACE FUNCTION id_clock() RETURNS bigint LANGUAGE sql VOLATILE"
        f" AS 'SELECT {milliseconds}::bigint'".encode()
    )


def ids(connection: psycopg.Connection, count: int, shard: int = 1) -> list[int]:
    rows = connection.execute("SELECT next_id(%s) FROM generate_series(1, %s)", [shard, count])
    return [int(row[0]) for row in rows.fetchall()]


def now(connection: psycopg.Connection) -> datetime:
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    assert row is not None
    return row[0]  # type: ignore[no-any-return]


def locks(connection: psycopg.Connection) -> int:
    row = connection.execute(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    ).fetchone()
    assert row is not None
    return int(row[0])


def test_ids_made_at_once_on_five_connections_are_all_different_and_in_order(scratch: Connect) -> None:
    start = now(scratch())
    made: list[list[int]] = [[] for _ in range(CONNECTIONS)]
    connections = [scratch() for _ in made]

    def burst(number: int) -> None:
        made[number] = ids(connections[number], EACH, shard=4321)

    threads = [threading.Thread(target=burst, args=[number]) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    flat = [an_id for of_one in made for an_id in of_one]
    assert len(set(flat)) == CONNECTIONS * EACH
    assert all(map(rise, made))
    assert {shard_of_id(an_id) for an_id in flat} == {4321}
    assert start.replace(microsecond=start.microsecond // 1000 * 1000) <= made_at(min(flat))
    assert made_at(max(flat)) <= now(scratch())


def test_more_ids_than_fit_into_a_millisecond_run_on_into_the_next(scratch: Connect) -> None:
    connection = scratch()
    set_clock(connection, 1_000_000)
    made = ids(connection, 2500)
    assert rise(made)
    assert [an_id >> 23 for an_id in (made[0], made[1023], made[1024], made[2499])] == [
        1_000_000,
        1_000_000,
        1_000_001,
        1_000_002,
    ]


def test_ids_keep_rising_while_the_clock_steps_back_two_seconds(scratch: Connect) -> None:
    connection, other = scratch(), scratch()
    set_clock(connection, 1_002_000)
    before = ids(connection, 3)
    set_clock(connection, 1_000_000)
    after = ids(connection, 3) + ids(other, 3)
    set_clock(connection, 1_003_000)
    caught_up = ids(connection, 3)
    made = [*before, *after, *caught_up]
    assert rise(made)
    assert caught_up[0] >> 23 == 1_003_000


def test_ids_of_the_last_millisecond_are_positive_and_after_it_there_is_a_clear_error(scratch: Connect) -> None:
    connection = scratch()
    set_clock(connection, LAST_MILLISECOND)
    made = ids(connection, 1024, shard=8191)
    assert made[-1] == 2**63 - 1
    assert min(made) > 0
    with pytest.raises(RaiseException, match="the clock is outside 2026 to 2060"):
        ids(connection, 1)
    assert locks(connection) == 0


def test_a_clock_before_the_epoch_is_refused(scratch: Connect) -> None:
    connection = scratch()
    set_clock(connection, -1)
    with pytest.raises(RaiseException, match="the clock is outside 2026 to 2060"):
        ids(connection, 1)


@pytest.mark.parametrize("shard", [-1, 8192, None])
def test_a_shard_that_does_not_exist_is_refused(scratch: Connect, shard: int | None) -> None:
    with pytest.raises(RaiseException, match="is no logical shard"):
        scratch().execute("SELECT next_id(%s)", [shard])


def test_the_first_id_of_all_says_the_epoch(scratch: Connect) -> None:
    connection = scratch()
    set_clock(connection, 1)
    assert (made_at(ids(connection, 1)[0]) - EPOCH).total_seconds() == 0.001


def test_an_open_transaction_does_not_hold_up_the_ids_of_others(scratch: Connect) -> None:
    first, second = scratch(), scratch()
    with first.transaction():
        made = ids(first, 1)
        second.execute("SET lock_timeout = 1000")
        assert ids(second, 1) > made
    assert locks(first) == 0


def test_an_id_of_a_rolled_back_transaction_is_not_given_again(scratch: Connect) -> None:
    connection = scratch()
    set_clock(connection, 5)
    with connection.transaction(force_rollback=True):
        lost = ids(connection, 1)
    assert ids(connection, 1)[0] == lost[0] + 1


def test_a_statement_cancelled_while_it_waits_leaves_no_lock(scratch: Connect) -> None:
    holder, waiter, watcher = scratch(), scratch(), scratch()
    with holder.transaction():
        holder.execute("SELECT pg_advisory_xact_lock(8191041)")
        waiter.execute("SET lock_timeout = 50")
        with pytest.raises(LockNotAvailable):
            ids(waiter, 1)
        waiter.execute("SET lock_timeout = 0; SET statement_timeout = 50")
        with pytest.raises(QueryCanceled):
            ids(waiter, 1)
    assert locks(watcher) == 0
    assert len(ids(watcher, 2)) == 2


def test_statements_cancelled_at_any_moment_leave_no_lock(scratch: Connect) -> None:
    connection, watcher = scratch(), scratch()
    connection.execute("SET statement_timeout = 1")
    for _ in range(100):
        with pytest.raises(QueryCanceled):
            ids(connection, 100_000)
        assert locks(watcher) == 0
    assert len(ids(watcher, 2)) == 2
