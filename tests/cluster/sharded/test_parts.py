"""Its parts: looked at, killed, stopped, started again with all data, short of sessions."""

import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPResponse

from tests.cluster.sharded.site import Site
from tests.cluster.test_sharded import poolers
from tests.crash.client import Client
from tintype.cluster.ready import wait_until
from tintype.cluster.sql import connect
from tintype.config.topology import Postgres, Topology

POOL = 2
ASKING = 6


def test_each_part_is_named_and_well_and_comes_back(site: Site) -> None:
    started = site.first_start
    assert started.stderr == ""
    assert started.stdout.splitlines()[-1] == f"ready: http://127.0.0.1:{site.port}"
    named = [line.split()[1] for line in started.stdout.splitlines() if line.startswith("  ")]
    for server in site.topology.servers:
        for member in server.members:
            assert f"postgres-{member.name}" in named
        assert f"pgbouncer-{server.name}" in named
        assert f"pgbouncer-{server.name}-replica" in named
    site.wait_until(site.is_all_running)
    checked = site.run("check")
    assert checked.returncode == 0, checked.stdout
    assert "replica db2-b: follows db2-a, synchronous\n" in checked.stdout
    assert "pgbouncer-db3-replica: answers, " in checked.stdout

    for part in ("postgres-db1-a", "postgres-db2-b", "pgbouncer-db1", "pgbouncer-db2-replica", "watcher"):
        site.lose(part)
    site.wait_until(lambda: site.run("check").returncode == 0)


def test_it_starts_again_with_all_data_also_with_a_broken_replica(site: Site) -> None:
    made = site.run("user", "create", "Anna", "--email", "anna@example.org", "--password", "a long enough one")
    assert (made.returncode, made.stdout) == (0, "created @anna\n")
    assert site.run("down").stdout == "stopped\n"
    assert site.processes() == {}
    data = site.home / "postgres-db3-b"
    (data / "global" / "pg_control").unlink()

    started = site.bring_up()
    assert "postgres-db3-b does not start: " in started.stdout
    assert "The replica db3-b does not follow db3-a: it does not start\n" in started.stdout
    assert site.is_healthy()
    checked = site.run("check")
    assert "replica db3-b: does not follow db3-a" in checked.stdout
    assert site.run("token", "anna").returncode == 0

    shutil.rmtree(data)  # the remedy: it is copied from its primary
    site.wait_until(site.is_all_running)
    site.wait_until(lambda: "replica db3-b: follows db3-a" in site.run("check").stdout)


def test_requests_queue_for_a_session_and_are_turned_away_when_none_comes(site: Site) -> None:
    """Never an error page: what waits is answered late, what waited too long is told to come again."""
    person, topology = Client(site.port, "berta"), site.topology
    person.sign_up()
    with small(topology), ThreadPoolExecutor(ASKING) as pool:
        with pools_in_use(topology):
            asked = [pool.submit(get, person, path) for path in ("/", "/@berta/", "/activity/") * 2]
            assert wait_until(lambda: somebody_waits(topology), 60) == ""
        assert answers(asked) == {(200, None): ASKING}

        with pools_in_use(topology):
            asked = [pool.submit(get, person, path) for path in ("/@berta/", "/activity/") * 3]
            assert answers(asked) == {(503, "5"): ASKING}
        assert answers([pool.submit(get, person, "/")]) == {(200, None): 1}


def all_poolers(topology: Topology) -> list[Postgres]:
    return [pooler for server in topology.servers for pooler in poolers(server)]


@contextmanager
def small(topology: Topology) -> Iterator[None]:
    """Few sessions, and none is waited for for long."""
    try:
        for pooler in all_poolers(topology):
            say(pooler, f"SET default_pool_size = {POOL}", "SET query_wait_timeout = 3")
        yield
    finally:
        for pooler in all_poolers(topology):
            say(pooler, "RELOAD")


def say(pooler: Postgres, *commands: str) -> None:
    with connect(pooler, "pgbouncer") as console:
        for command in commands:
            console.execute(command.encode())


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
