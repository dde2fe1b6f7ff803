"""What keeps Tintype from starting, and the sentence that says so. Nothing is started in any of these."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cluster.real import Real
from tintype.cluster import lock
from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home, prepare_home


def test_port_taken(real: Real) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", real.port))
        taken.listen()
        refused = real.run("up")
    assert refused.returncode == 1
    assert f"Port {real.port} is taken" in refused.stderr
    assert "TINTYPE_PORT" in refused.stderr
    assert not (real.home / "postgres").exists()


def test_unknown_topology(real: Real) -> None:
    refused = real.run("up", "--topology", "enormous")
    assert refused.returncode == 1
    assert "there is no topology 'enormous': it is one of cluster, embedded, " in refused.stderr


def test_port_that_is_none(real: Real) -> None:
    real.environment["TINTYPE_PORT"] = "99999"
    refused = real.run("up")
    assert refused.returncode == 1
    assert "TINTYPE_PORT" in refused.stderr


def test_home_in_a_file(home: Path) -> None:
    (home / "file").touch()
    with pytest.raises(ClusterError, match=r"cannot be used: Not a directory[\s\S]*TINTYPE_HOME"):
        prepare_home(home / "file" / "tintype")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_home_of_somebody_else() -> None:
    with pytest.raises(ClusterError, match="cannot be used: Permission denied"):
        prepare_home(Path("~root/tintype").expanduser())


def test_home_on_a_file_system_that_takes_no_files() -> None:
    with pytest.raises(ClusterError, match="cannot be used"):
        prepare_home(Path("/proc/tintype"))


def test_home_with_a_long_path(home: Path) -> None:
    with pytest.raises(ClusterError, match="path is 17 bytes too long"):
        prepare_home(home / ("x" * (116 - len(f"{home}/run/postgres/.s.PGSQL.5432"))))


def test_home_with_a_name_that_configuration_files_cannot_hold(home: Path) -> None:
    with pytest.raises(ClusterError, match="may hold no"):
        prepare_home(home / "a;b")


def test_home_on_a_full_disk(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(home)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=20_000_000))
    with pytest.raises(ClusterError, match="Only 20 MB are free"):
        prepare_home(home)


def test_home_of_another_running_tintype(home: Path) -> None:
    place = prepare_home(home)
    held = lock.take(place, 8123)
    try:
        with pytest.raises(ClusterError, match=rf"process {os.getpid()}, port 8123"):
            lock.take(place, 8124)
        assert lock.is_held(place)
    finally:
        os.close(held)
    assert not lock.is_held(place)


def test_lock_is_waited_for_while_its_owner_is_gone_and_its_programs_stop(home: Path) -> None:
    """The supervisor holds the lock for as long as it stops the programs of a killed `tintype up`."""
    place = prepare_home(home)
    held = lock.take(place, 8123)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait(10)
    lock.write_owner(held, lock.Owner(gone.pid, 8123))
    stopping = subprocess.Popen(["sleep", "0.5"], pass_fds=[held])
    os.close(held)
    again = lock.take(place, 8124)
    assert stopping.wait(10) == 0
    assert lock.Owner.read(Home(home)) == lock.Owner(os.getpid(), 8124)
    os.close(again)
