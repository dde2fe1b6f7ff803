"""The topology file changes while Tintype runs: `tintype apply` and `tintype restart`."""

import subprocess
from pathlib import Path

import pytest

from tests.cluster.real import Real
from tintype.config.topology import PACKAGED

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

NONE = "[memcached]\nservers = []\n"
TWO = '[memcached]\nmegabytes = 8\nservers = ["{home}/run/postgres/one", "{home}/run/postgres/two"]\n'
ONE = '[memcached]\nmegabytes = 9\nservers = ["{home}/run/postgres/one"]\n'


@pytest.fixture
def file(real: Real) -> Path:
    path = real.home / "own.toml"
    path.write_text((PACKAGED / "embedded.toml").read_text())
    real.environment["TINTYPE_TOPOLOGY"] = str(path)
    return path


def changed(file: Path, before: str, after: str) -> None:
    text = file.read_text()
    assert text.count(before) == 1
    file.write_text(text.replace(before, after))


def test_only_what_the_file_says_otherwise_is_touched(real: Real, file: Path) -> None:
    assert real.run("up", "--detach").returncode == 0
    first = real.pids()

    changed(file, NONE, TWO)
    changed(file, "processes = 4", "processes = 3")
    applied = real.run("apply")
    assert (applied.returncode, applied.stderr) == (0, "")
    assert [line.split()[1] for line in applied.stdout.splitlines()] == ["memcached-1", "memcached-2"]
    second = real.pids()
    assert second.items() > first.items()
    assert second.keys() - first.keys() == {"memcached-1", "memcached-2"}

    again = real.run("apply")
    assert (again.returncode, again.stdout) == (0, "")
    assert real.pids() == second

    assert app_processes(second["web"]) == 4
    assert real.run("restart", "web").returncode == 0
    third = real.pids()
    assert app_processes(third["web"]) == 3
    assert {name for name in third if third[name] != second[name]} == {"web"}

    changed(file, TWO, ONE)
    assert real.run("apply").returncode == 0
    fourth = real.pids()
    assert third.keys() - fourth.keys() == {"memcached-2"}
    assert {name for name in fourth if fourth[name] != third[name]} == {"memcached-1"}
    real.wait_until(real.is_all_running)

    refused = real.run("restart", "web", "nobody")
    assert refused.returncode == 1
    assert "No part here is called nobody; there are dispatcher, gearman, memcached-1," in refused.stderr
    assert real.pids() == fourth

    assert real.run("down").stdout == "stopped\n"
    assert real.processes() == {}
    nothing = real.run("apply")
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert "No Tintype runs in" in nothing.stderr


def app_processes(master: int) -> int:
    return len(subprocess.run(["pgrep", "-P", str(master)], capture_output=True, check=True).stdout.split())
