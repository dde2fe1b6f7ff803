"""Tintype as a whole: started, looked at, killed in every way, stopped."""

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection

import pytest

from tests.cluster.real import Real, free_port, own_tintype

# Each starts Tintype several times; on a busy machine one start can take half a minute.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def real() -> Iterator[Real]:
    """Both tests begin and end with it stopped; the second of them has no first start to wait for."""
    with own_tintype() as tintype:
        yield tintype


def test_in_the_background(real: Real) -> None:
    """Start detached, look at it, be refused a second one, lose each part in turn, stop it."""
    started = real.run("up", "--detach")
    assert (started.returncode, started.stderr) == (0, "")
    assert started.stdout.splitlines()[-1] == f"ready: http://127.0.0.1:{real.port}"

    assert real.is_all_running()
    shown = real.run("status")
    assert shown.returncode == 0
    lines = [line.split() for line in shown.stdout.splitlines()[1:-1]]  # a head, and what all take together
    assert {fields[0]: int(fields[2]) for fields in lines} == real.pids()
    checked = real.run("check")
    assert checked.returncode == 0, checked.stdout
    assert "BAD" not in checked.stdout

    other = real.run("up", "--port", str(free_port()))
    assert other.returncode == 1
    assert f"port {real.port}" in other.stderr
    assert str(real.home) in other.stderr

    a_person_and_a_token(real, "Anna")
    each_part_comes_back(real)

    assert real.run("down").stdout == "stopped\n"
    assert real.processes() == {}
    assert real.run("status").returncode == 3
    assert real.run("down").stdout == f"Tintype is not running in {real.home}.\n"


def a_person_and_a_token(real: Real, typed: str) -> None:
    name = typed.lower()
    described = ("--email", f"{name}@example.org", "--password", "a long enough one")
    made = real.run("user", "create", typed, *described)
    assert (made.returncode, made.stdout) == (0, f"created @{name}\n")
    again = real.run("user", "create", name, *described)
    assert again.returncode == 1
    assert again.stderr.startswith("Error: ")

    token = real.run("token", name, "--scopes", "read")
    assert (token.returncode, token.stderr) == (0, "")
    assert len(token.stdout.split()) == 1
    assert patched_in_small_letters(real, token.stdout.strip()) == 403
    assert real.run("token", "nobody").returncode == 1


def patched_in_small_letters(real: Real, token: str) -> int:
    """The status for a method as Pixelfed's app may send it; the token is for other things."""
    connection = HTTPConnection("127.0.0.1", real.port, timeout=30)
    connection.request("patch", "/api/v1/profile?note=x", headers={"Authorization": f"Bearer {token}"})
    with closing(connection):
        return connection.getresponse().status


def each_part_comes_back(real: Real) -> None:
    before = real.pids()
    assert len(before) == 8
    for part in before:
        real.lose(part)
    real.wait_until(lambda: real.run("check").returncode == 0)  # the workers have found the new Gearman
    after = real.pids()
    assert after.keys() == before.keys()
    assert not set(after.values()) & set(before.values())


def test_in_the_foreground(real: Real) -> None:
    """Start, be killed in the worst ways, start again with all data, stop with Ctrl-C."""
    said = real.start()
    assert said.endswith(f"ready: http://127.0.0.1:{real.port}\n")
    a_person_and_a_token(real, "Berta")
    assert real.up is not None

    real.up.kill()
    assert real.end() == -signal.SIGKILL
    real.wait_for_no_processes()

    real.start()
    supervisor = next(pid for pid, command in real.processes().items() if "supervisord" in command)
    os.kill(supervisor, signal.SIGKILL)
    assert real.end() == 1
    real.wait_for_no_processes()

    real.start()
    real.kill_everything()

    real.start()
    assert real.run("token", "berta").returncode == 0
    assert real.up is not None
    real.up.send_signal(signal.SIGINT)
    assert real.end() == 0
    assert real.processes() == {}
