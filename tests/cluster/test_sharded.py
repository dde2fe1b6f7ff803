"""The engines of the sharded topology: three servers with a replica each, PgBouncer in front of all six."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.cluster.real import processes_in
from tintype.cluster import pgbouncer
from tintype.cluster.engines import engines
from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.ready import wait_until
from tintype.cluster.sql import connect
from tintype.cluster.wheels import POSTGRES_MAJOR
from tintype.config.databases import databases
from tintype.config.topology import Database, Postgres, Server, Topology

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def place() -> Iterator[Home]:
    path = Path(tempfile.mkdtemp(prefix="tintype-sharded-"))
    yield Home(path)
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module")
def topology(place: Home) -> Iterator[Topology]:
    with engines(place.path, topology="sharded", durable=True) as described:
        yield described


@pytest.fixture
def place_of_one_table(topology: Topology) -> Iterator[Database]:
    database = topology.shards[0]
    with connect(database.server.primary.address, database.dbname) as connection:
        connection.execute("CREATE TABLE told (word text)")
        yield database
        connection.execute("DROP TABLE told")


def ask(address: Postgres, question: str, dbname: str = "postgres") -> object:
    with connect(address, dbname) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def poolers(server: Server) -> tuple[Postgres, Postgres]:
    assert server.pooler
    assert server.replica_pooler
    return server.pooler, server.replica_pooler


def test_each_database_lies_on_its_server_alone(topology: Topology) -> None:
    named = "SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database WHERE datname ~ 'shard|directory'"
    there = {server.name: ask(server.primary.address, named) for server in topology.servers}
    assert there == {"db1": "directory shard1", "db2": "shard2", "db3": "shard3"}


def test_poolers_answer_for_the_primary_and_for_the_replica(topology: Topology) -> None:
    for server in topology.servers:
        answers = [ask(pooler, "SELECT pg_is_in_recovery()") for pooler in poolers(server)]
        assert answers == [False, True]


def test_a_replica_has_what_was_written_through_the_pooler(place_of_one_table: Database) -> None:
    pooler, replica_pooler = poolers(place_of_one_table.server)
    with connect(pooler, place_of_one_table.dbname) as connection:
        connection.execute("INSERT INTO told VALUES ('hello')")

    def is_told() -> str:
        try:
            told = ask(replica_pooler, "SELECT count(*) FROM told", place_of_one_table.dbname)
        except psycopg.errors.UndefinedTable:
            return "the replica has no table yet"
        return "" if told == 1 else f"the replica has {told} rows"

    assert wait_until(is_told, 60) == ""
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), connect(replica_pooler, "shard1") as connection:
        connection.execute("INSERT INTO told VALUES ('to the wrong one')")


def test_a_commit_waits_for_a_synchronous_replica_and_for_no_other(place: Home, topology: Topology) -> None:
    write = "SELECT pg_logical_emit_message(true, 'test', 'x')"
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    asynchronous, synchronous, _ = topology.servers
    with ThreadPoolExecutor() as pool:
        with frozen(place.data_of("db1-b")):
            ask(asynchronous.primary.address, write)
        with frozen(place.data_of("db2-b")):
            written = pool.submit(ask, synchronous.primary.address, write)
            waits = wait_until(lambda: "" if ask(synchronous.primary.address, waiting) == 1 else "nobody waits", 60)
            assert waits == ""
            assert not written.done()
        assert written.result(60)


@contextmanager
def frozen(data: Path) -> Iterator[None]:
    """No process of this PostgreSQL gets any time."""
    pids = list(processes_in(data))
    assert pids
    try:
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def test_clients_of_a_pooler_take_turns_in_one_session(topology: Topology) -> None:
    pooler, _ = poolers(topology.servers[2])
    with connect(pooler, "shard3") as one, connect(pooler, "shard3") as other:
        sessions = {connection.execute("SELECT pg_backend_pid()").fetchone() for connection in (one, other, one, other)}
    assert len(sessions) == 1


def test_django_has_nothing_to_set_in_a_session_of_a_pooler(topology: Topology) -> None:
    """It sets the time zone when it connects, unless the server has it already: that would be somebody else's."""
    for alias, described in databases(topology).items():
        address = Postgres(described["HOST"], int(described["PORT"]), described["USER"])
        with connect(address, described["NAME"]) as connection:
            assert connection.info.parameter_status("TimeZone") == "UTC", alias


def test_a_pooler_is_turned_to_another_server_without_a_restart(place: Home, topology: Topology) -> None:
    """As a promotion does it: those who are connected stay connected."""
    first, second, _ = topology.servers
    pooler, _ = poolers(first)
    [pid] = [pid for pid, command in processes_in(place.path).items() if command.endswith("/pgbouncer-db1.ini")]
    turned = Server("db1", second.primary, first.replica, first.pooler, first.replica_pooler)

    def answers(address: Postgres) -> str:
        row = kept.execute("SHOW port").fetchone()
        return "" if row == (str(address.port),) else f"{row} answers"

    with connect(pooler) as kept:
        assert answers(first.primary.address) == ""
        try:
            pgbouncer.write_configs(place, turned)
            os.kill(pid, signal.SIGHUP)
            assert wait_until(lambda: answers(second.primary.address), 60) == ""
        finally:
            pgbouncer.write_configs(place, first)
            os.kill(pid, signal.SIGHUP)
        assert wait_until(lambda: answers(first.primary.address), 60) == ""


def test_a_machine_without_pgbouncer_is_told_what_to_install(
    place: Home, topology: Topology, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_arguments, **_options: None)
    with pytest.raises(ClusterError, match=r"PgBouncer in front of db1[\s\S]*apt-get install pgbouncer"):
        pgbouncer.programs(place, topology, topology.servers[0], None)


def test_a_lost_primary_is_not_replaced_by_an_empty_one(home: Path) -> None:
    (home / "postgres-db1-b").mkdir()
    (home / "postgres-db1-b" / "PG_VERSION").write_text(f"{POSTGRES_MAJOR}\n")
    missing = rf"{home}/postgres-db1-a, where the data of the server db1 should be, is not there"
    with pytest.raises(ClusterError, match=missing), engines(home, topology="sharded"):
        pass
