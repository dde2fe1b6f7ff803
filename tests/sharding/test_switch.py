"""A logical shard moves to another database while this process works: by the map and the fences, without a mover."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
from django.db import OperationalError, connections

from tests.cluster.real import READY_SECONDS
from tests.failover.replicas.watched import wait_until
from tintype.graph.models import FollowerCount
from tintype.sharding.actions import follow_switch, set_moving, set_place
from tintype.sharding.direct import direct
from tintype.sharding.fence import install_fences
from tintype.sharding.gate import StillMoving
from tintype.sharding.map import database_of, place_of
from tintype.sharding.models import LogicalShard, MapVersion
from tintype.sharding.scope import action_on

# No account of these tests' run lives there.
SHARD = 17
SOURCE, TARGET = "shard1", "shard2"
MOVE = 1
LOCK = 8191042

WATCH = f"""
import time
import django
django.setup()
from tintype.sharding.map import database_of
known = ""
while True:
    if (place := database_of({SHARD})) != known:
        print(place, time.monotonic(), flush=True)
        known = place
    time.sleep(0.01)
"""


@pytest.fixture(autouse=True)
def _written_nowhere(map_given_back: None) -> Iterator[None]:
    for database in (SOURCE, TARGET):
        install_fences(database)
    yield
    for database in (SOURCE, TARGET):
        execute(database, "DELETE FROM sharding_fence")  # or else it keeps the row from being deleted
        forget_writing(database)


def execute(database: str, statement: str, *values: int | str) -> None:
    with connections[database].cursor() as cursor:
        cursor.execute(statement, values)


def fence(database: str, moved_to: str = "") -> None:
    execute(
        database, "INSERT INTO sharding_fence (shard, move_id, moved_to) VALUES (%s, %s, %s)", SHARD, MOVE, moved_to
    )


def forget_writing(database: str) -> None:
    execute(database, "DELETE FROM graph_followercount WHERE account_id = %s", SHARD)


def write() -> str:
    """Where it was written."""
    with action_on(SHARD) as scope:
        FollowerCount.objects.create(account_id=SHARD)
    return scope.database


def written(database: str) -> int:
    return FollowerCount.objects.using(database).filter(account_id=SHARD).count()


def test_another_process_knows_of_a_change_without_a_restart() -> None:
    command = [sys.executable, "-c", WATCH]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as other:
        try:
            assert other.stdout
            assert other.stdout.readline().split()[0] == SOURCE
            for place in (TARGET, SOURCE):
                began = time.monotonic()
                set_place([SHARD], place)
                seen, at = other.stdout.readline().split()
                assert seen == place
                print(f"another process knew after {float(at) - began:.2f} s")  # noqa: T201 - the figure
        finally:
            other.kill()


def test_each_change_counts_the_version_up_and_is_seen_here_at_once() -> None:
    before = MapVersion.objects.get().version
    set_moving([SHARD], is_moving=True)
    assert place_of(SHARD).is_moving
    set_place([SHARD], TARGET)
    assert database_of(SHARD) == TARGET
    assert MapVersion.objects.get().version == before + 2


def test_of_a_shard_that_moves_the_directory_is_asked_each_time() -> None:
    set_moving([SHARD], is_moving=True)
    for place in (TARGET, SOURCE):
        LogicalShard.objects.filter(shard=SHARD).update(database=place)
        assert database_of(SHARD) == place


def test_without_the_directory_the_map_of_a_moment_ago_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    assert database_of(SHARD) == SOURCE
    connections["default"].close()
    with monkeypatch.context() as patch:
        patch.setitem(connections["default"].settings_dict, "HOST", "/nonexistent")
        patch.setattr("tintype.sharding.map._known.good_until", 0)
        assert database_of(SHARD) == SOURCE


@contextmanager
def switching() -> Iterator[psycopg.Connection]:
    """As the mover does it: whoever writes to the shard waits until the block ends."""
    with direct(SOURCE) as connection:
        connection.connect()
        mover: psycopg.Connection = connection.connection
        with mover.transaction():
            mover.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, MOVE])
            yield mover


def somebody_waits() -> bool:
    with connections[SOURCE].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = %s", [MOVE]
        )
        return bool(cursor.fetchone()[0])


def write_in_a_thread() -> str:
    try:
        return write()
    finally:
        connections.close_all()


def test_a_writer_that_meets_a_switch_goes_on_at_the_new_place_and_tells_the_map() -> None:
    set_moving([SHARD], is_moving=True)
    fence(SOURCE)
    with ThreadPoolExecutor(1) as pool:
        with switching() as mover:
            writer = pool.submit(write_in_a_thread)
            wait_until(somebody_waits, writer.done)
            mover.execute("UPDATE sharding_fence SET moved_to = %s WHERE shard = %s", [TARGET, SHARD])
        assert writer.result(READY_SECONDS) == TARGET
    assert (written(SOURCE), written(TARGET)) == (0, 1)
    assert database_of(SHARD) == LogicalShard.objects.get(shard=SHARD).database == TARGET


def test_a_writer_that_meets_a_switch_that_is_given_up_writes_where_it_wanted() -> None:
    set_moving([SHARD], is_moving=True)
    fence(SOURCE)
    with ThreadPoolExecutor(1) as pool:
        with switching():
            writer = pool.submit(write_in_a_thread)
            wait_until(somebody_waits, writer.done)
        assert writer.result(READY_SECONDS) == SOURCE
    assert (written(SOURCE), written(TARGET)) == (1, 0)


def test_a_process_that_has_not_heard_is_stopped_by_the_fence_and_asks_again() -> None:
    assert write() == SOURCE
    forget_writing(SOURCE)
    fence(SOURCE, moved_to=TARGET)
    LogicalShard.objects.filter(shard=SHARD).update(database=TARGET)
    with pytest.raises(OperationalError, match="has moved away"):
        write()
    assert write() == TARGET
    assert (written(SOURCE), written(TARGET)) == (0, 1)


def test_where_two_databases_point_at_each_other_nothing_is_written() -> None:
    set_moving([SHARD], is_moving=True)
    fence(SOURCE, moved_to=TARGET)
    fence(TARGET, moved_to=SOURCE)
    with pytest.raises(StillMoving):
        write()
    assert (written(SOURCE), written(TARGET)) == (0, 0)


def test_a_switch_heard_of_late_changes_nothing_for_a_shard_on_its_way_back() -> None:
    """It moved from here to there and back again between a writer's look at the fence and its news for the map."""
    follow_switch(SHARD, SOURCE)
    assert database_of(SHARD) == SOURCE
    fence(SOURCE, moved_to=TARGET)
    follow_switch(SHARD, TARGET)
    assert database_of(SHARD) == SOURCE
    follow_switch(SHARD, SOURCE)
    assert database_of(SHARD) == TARGET
