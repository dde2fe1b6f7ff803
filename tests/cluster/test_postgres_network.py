"""PostgreSQL and PgBouncer on the addresses of two machines, each with its own data directory and its own members."""

import os
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.cluster.machines import Machine, prepared
from tests.cluster.real import processes_in
from tintype.cluster.create import create_databases
from tintype.cluster.engines import running
from tintype.cluster.errors import ClusterError
from tintype.cluster.postgres_access import password_of
from tintype.cluster.promote_postgres import make_primary
from tintype.cluster.ready import wait_until
from tintype.cluster.replication import follows, wait_for_replicas
from tintype.cluster.roles import record_role
from tintype.cluster.sql import connect, conninfo
from tintype.config.databases import databases
from tintype.config.topology import Postgres, Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

# Of the machines that the topology names none has it, though it is of this one.
STRANGER = "127.9.9.9"
PATIENCE_SECONDS = 60


@contextmanager
def all_running(machines: tuple[Machine, Machine]) -> Iterator[Server]:
    with ExitStack() as stack:
        for machine in machines:
            stack.enter_context(running(machine.home, machine.programs))
        assert wait_for_replicas(machines[0].topology) == []
        create_databases(machines[0].topology)
        yield machines[0].main


def ask(address: Postgres, question: str, dbname: str = "postgres") -> object:
    with connect(address, dbname) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def becomes(look: Callable[[], object], wanted: object) -> None:
    assert wait_until(lambda: "" if look() == wanted else f"{look()}", PATIENCE_SECONDS) == ""


def refused_from(address: Postgres, stranger: str) -> str:
    """What the server says to the first words of a client that comes from there."""
    words = b"user\0tintype\0database\0shard1\0\0"
    start = struct.pack("!ii", len(words) + 8, 3 << 16) + words
    with socket.create_connection((address.host, address.port), 10, source_address=(stranger, 0)) as client:
        client.sendall(start)
        return client.recv(4096).decode(errors="replace")


def addresses(server: Server) -> list[Postgres]:
    assert server.replica
    assert server.pooler
    assert server.replica_pooler
    return [server.primary.address, server.replica.address, server.pooler, server.replica_pooler]


def test_two_machines_hold_a_primary_and_its_replica_and_let_in_only_who_has_the_password(
    machines: tuple[Machine, Machine],
) -> None:
    one, _ = machines
    with all_running(machines) as server:
        directories = [sorted(path.name for path in each.home.path.glob("postgres*")) for each in machines]
        assert directories == [["postgres-main-a"], ["postgres-main-b", "postgres-other"]]
        primary, replica, pooler, replica_pooler = addresses(server)
        with connect(pooler, "shard1") as connection:
            connection.execute("CREATE TABLE told AS SELECT 'hello' AS word")
        becomes(lambda: ask(replica_pooler, "SELECT count(*) FROM pg_tables WHERE tablename = 'told'", "shard1"), 1)
        assert ask(replica_pooler, "SELECT word FROM told", "shard1") == "hello"

        for address in (primary, replica, pooler, replica_pooler):
            wrong = conninfo(address, dbname="shard1", password="wrong")
            with pytest.raises(psycopg.OperationalError, match="authentication failed"):
                psycopg.connect(wrong)
            with pytest.raises(psycopg.OperationalError, match=r"no password supplied|authentication failed"):
                psycopg.connect(conninfo(address, dbname="shard1", passfile="/nowhere"))
            assert "no pg_hba.conf entry" in (said := refused_from(address, STRANGER)) or "rejected" in said
            assert "SCRAM-SHA-256" in refused_from(address, "127.0.0.1")

        password = password_of(one.home)
        for machine in machines:
            assert machine.home.path.joinpath("run", "pgpass").stat().st_mode & 0o777 == 0o600
            assert not [line for line in processes_in(machine.home.path).values() if password in line]
            readable = [path for path in machine.home.path.rglob("*") if path.is_file() and path.stat().st_mode & 0o77]
            assert readable
            assert not [path for path in readable if password.encode() in path.read_bytes()]


def test_whose_pooler_is_lost_goes_to_the_primary_by_the_spare_one(machines: tuple[Machine, Machine]) -> None:
    one, two = machines
    described = databases(one.topology)["shard1"]
    told = {"host": described["HOST"], "port": described["PORT"], "user": described["USER"], "dbname": "shard1"}
    told |= {name: value for name, value in described["OPTIONS"].items() if name != "prepare_threshold"}
    pooler = one.program("pgbouncer-main")

    def write() -> str:
        with psycopg.connect(make_conninfo(**told)) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS told (word text)")
            with socket.socket(fileno=os.dup(connection.fileno())) as seen:
                # A machine without power answers nothing: five seconds are waited for it.
                assert seen.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 5000
            return connection.info.host

    with running(one.home, [one.program("postgres-main-a")]), running(two.home, two.programs):
        create_databases(one.topology)
        with running(one.home, [pooler]):
            assert write() == one.main.primary.address.host
        assert write() == one.main.members[1].address.host
        with running(one.home, [pooler]):
            assert write() == one.main.primary.address.host


def test_a_subscription_between_two_machines_names_no_password(machines: tuple[Machine, Machine]) -> None:
    """As a shard that moves has one."""
    with all_running(machines) as server:
        other = next(each for each in machines[0].topology.servers if each.name == "other").primary.address
        with connect(server.primary.address, "shard1") as source:
            source.execute("CREATE TABLE told (word text)")
            source.execute("CREATE PUBLICATION moved FOR TABLE told")
            source.execute("INSERT INTO told VALUES ('hello')")
        told = Postgres(server.primary.address.host, server.primary.address.port, "tintype")
        with connect(other, "shard2") as target:
            target.execute("CREATE TABLE told (word text)")
            target.execute(
                f"CREATE SUBSCRIPTION moved CONNECTION '{conninfo(told, dbname='shard1')}' PUBLICATION moved".encode()
            )
        becomes(lambda: ask(other, "SELECT string_agg(word, ' ') FROM told", "shard2"), "hello")
        ask(server.primary.address, "SELECT pg_current_wal_lsn()")
        with connect(other, "shard2") as target:
            target.execute("DROP SUBSCRIPTION moved")


def test_a_former_primary_on_another_machine_is_rewound_over_the_network(machines: tuple[Machine, Machine]) -> None:
    one, two = machines
    first = one.program("postgres-main-a")
    with ExitStack() as later:
        with running(one.home, [first]):
            later.enter_context(running(two.home, two.programs))
            assert wait_for_replicas(one.topology) == []
            new = two.main.replica
            assert new
            make_primary(new.address)
            ask(one.main.primary.address, "SELECT pg_switch_wal()")  # written by the one that is given up
        for machine in machines:
            record_role(machine.home, "main", new.name)
        with running(one.home, [first]):
            old = one.main.replica
            assert old
            assert wait_until(lambda: follows(two.main, old), PATIENCE_SECONDS) == ""
            assert ask(old.address, "SELECT pg_is_in_recovery()") is True
    assert f"rewinding to where {new.name} became the primary" in one.home.log_of(first.name).read_text()


def test_a_primary_whose_machine_or_disk_was_away_does_not_start_beside_its_replica(
    machines: tuple[Machine, Machine],
) -> None:
    one, two = machines
    first = one.program("postgres-main-a")
    with ExitStack() as later:
        with running(one.home, [first]):
            later.enter_context(running(two.home, two.programs))
            assert wait_for_replicas(one.topology) == []
        new = two.main.replica
        assert new
        data = one.home.data_of("main-a")
        data.rename(data.with_name("away"))
        with pytest.raises(ClusterError, match="main-a has no data here, but its replica main-b has, on 127"):
            prepared(one.home, one.topology)
        data.with_name("away").rename(data)
        record_role(two.home, "main", new.name)
        make_primary(new.address)
        with pytest.raises(ClusterError, match="does not start: main-b is a primary already"):
            later.enter_context(running(one.home, [first]))
