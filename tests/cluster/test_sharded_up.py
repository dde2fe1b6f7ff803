"""The sharded topology as a whole: started by the command, full of people, stopped, started again."""

import os
import shutil
import signal
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPResponse

import pytest

from tests.cluster.real import Real
from tests.cluster.test_sharded import poolers
from tests.crash.client import Client
from tintype.cluster.ready import wait_until
from tintype.cluster.sql import connect
from tintype.config.topology import Postgres, Topology, load_topology

# Each starts twenty programs, some of them twice.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

POOL = 2
ASKING = 6


@pytest.fixture
def topology(real: Real) -> Topology:
    real.environment |= {"TINTYPE_TOPOLOGY": "sharded", "TINTYPE_RATE_LIMITS": "false"}
    return load_topology("sharded", real.home, real.port)


def test_start_look_stop_and_start_again_with_all_data(real: Real, topology: Topology) -> None:
    started = real.run("up", "--detach")
    assert (started.returncode, started.stderr) == (0, "")
    assert started.stdout.splitlines()[-1] == f"ready: http://127.0.0.1:{real.port}"
    named = [line.split()[1] for line in started.stdout.splitlines() if line.startswith("  ")]
    for server in topology.servers:
        for member in server.members:
            assert f"postgres-{member.name}" in named
        assert f"pgbouncer-{server.name}" in named
        assert f"pgbouncer-{server.name}-replica" in named
    assert real.is_all_running()
    checked = real.run("check")
    assert checked.returncode == 0, checked.stdout
    assert "replica db2-b: follows db2-a, synchronous\n" in checked.stdout
    assert "pgbouncer-db3-replica: answers, " in checked.stdout

    for part in ("postgres-db1-a", "postgres-db2-b", "pgbouncer-db1", "pgbouncer-db2-replica", "watcher"):
        comes_back(real, part)

    made = real.run("user", "create", "Anna", "--email", "anna@example.org", "--password", "a long enough one")
    assert (made.returncode, made.stdout) == (0, "created @anna\n")
    assert real.run("down").stdout == "stopped\n"
    assert real.processes() == {}

    assert real.run("up", "--detach").returncode == 0
    assert real.run("token", "anna").returncode == 0


def comes_back(real: Real, part: str) -> None:
    pid = real.pids()[part]
    os.kill(pid, signal.SIGKILL)
    real.wait_until(lambda: real.pids().get(part, pid) != pid)
    real.wait_until(lambda: real.is_all_running() and real.run("check").returncode == 0)


def test_a_broken_replica_does_not_keep_tintype_from_starting(real: Real, topology: Topology) -> None:
    assert real.run("up", "--detach").returncode == 0
    assert real.run("down").returncode == 0
    data = real.home / "postgres-db3-b"
    (data / "global" / "pg_control").unlink()

    started = real.run("up", "--detach")
    assert started.returncode == 0, started.stdout
    assert "postgres-db3-b does not start: " in started.stdout
    assert "The replica db3-b does not follow db3-a: " in started.stdout
    assert real.is_healthy()
    checked = real.run("check")
    assert "replica db3-b: does not follow db3-a" in checked.stdout

    shutil.rmtree(data)  # the remedy: it is copied from its primary
    real.wait_until(real.is_all_running)
    real.wait_until(lambda: "replica db3-b: follows db3-a" in real.run("check").stdout)


def test_requests_queue_for_a_session_and_are_turned_away_when_none_comes(real: Real, topology: Topology) -> None:
    """Never an error page: what waits is answered late, what waited too long is told to come again."""
    assert real.run("up", "--detach").returncode == 0
    person = Client(real.port, "anna")
    person.sign_up()
    for pooler in all_poolers(topology):
        make_small(pooler)
    with ThreadPoolExecutor(ASKING) as pool:
        with pools_in_use(topology):
            asked = [pool.submit(get, person, path) for path in ("/", "/@anna/", "/activity/") * 2]
            assert wait_until(lambda: somebody_waits(topology), 60) == ""
        assert answers(asked) == {(200, None): ASKING}

        with pools_in_use(topology):
            asked = [pool.submit(get, person, path) for path in ("/@anna/", "/activity/") * 3]
            assert answers(asked) == {(503, "5"): ASKING}
        assert answers([pool.submit(get, person, "/")]) == {(200, None): 1}


def all_poolers(topology: Topology) -> list[Postgres]:
    return [pooler for server in topology.servers for pooler in poolers(server)]


def make_small(pooler: Postgres) -> None:
    with connect(pooler, "pgbouncer") as console:
        console.execute(f"SET default_pool_size = {POOL}".encode())
        console.execute(b"SET query_wait_timeout = 3")


@contextmanager
def pools_in_use(topology: Topology) -> Iterator[None]:
    """Somebody else has every session that the poolers give out, each in a transaction."""
    with ExitStack() as held:
        for database in topology.databases:
            for pooler in poolers(database.server):
                for _ in range(POOL):
                    held.enter_context(connect(pooler, database.dbname)).execute("BEGIN")
        yield


def somebody_waits(topology: Topology) -> str:
    waiting = sum(waiting_at(pooler) for pooler in all_poolers(topology))
    return "" if waiting else "nobody waits"


def waiting_at(pooler: Postgres) -> int:
    with connect(pooler, "pgbouncer") as console:
        cursor = console.execute("SHOW POOLS")
        column = [column.name for column in cursor.description or ()].index("cl_waiting")
        return sum(int(row[column]) for row in cursor)


def get(person: Client, path: str) -> tuple[int, str | None]:
    """Status and Retry-After."""
    connection = HTTPConnection("127.0.0.1", person.port, timeout=120)
    try:
        connection.request("GET", path, headers={"Cookie": person.cookie_header})
        answer: HTTPResponse = connection.getresponse()
        answer.read()
        return answer.status, answer.headers["Retry-After"]
    finally:
        connection.close()


def answers(asked: list[Future[tuple[int, str | None]]]) -> Counter[tuple[int, str | None]]:
    return Counter(future.result(120) for future in asked)
