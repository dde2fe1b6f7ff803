"""The topology `small`: the distribution's engines on one machine, as its systemd unit starts them."""

import os
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from tests.cluster.real import Real, free_port

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

REQUESTS = 200
# On a busy machine.
START_SECONDS = 400
# Of the packages, not of wheels.
PROGRAMS = {"postgres": "/usr/lib/postgresql", "redis": "/usr/bin/redis", "gearman": "/usr/sbin/gearmand"}


@pytest.fixture(scope="module")
def notices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[socket.socket]:
    """Where systemd would listen."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path_factory.mktemp("run") / "notify"))
        listening.setblocking(False)  # noqa: FBT003  its only way to say it
        yield listening


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """Not in pytest's tmp_path, which the user that PostgreSQL runs as may not enter."""
    with TemporaryDirectory(prefix="tintype-small-") as path:
        yield Path(path)


@pytest.fixture(scope="module")
def small(home: Path, tmp_path_factory: pytest.TempPathFactory, notices: socket.socket) -> Iterator[Real]:
    """With ports that nobody else has."""
    file = tmp_path_factory.mktemp("etc") / "topology.toml"
    ports = {name: free_port() for name in ("apps", "nginx", "app1", "app2", "streaming", "gearman")}
    file.write_text(
        f"""like = "small"
[front]
apps_port = {ports["apps"]}
servers = ["127.0.0.1:{ports["nginx"]}"]
[web]
servers = ["127.0.0.1:{ports["app1"]}", "127.0.0.1:{ports["app2"]}"]
[streaming]
port = {ports["streaming"]}
[gearman]
servers = ["127.0.0.1:{ports["gearman"]}"]
""",
    )
    real = Real(home, free_port())
    real.environment |= {"TINTYPE_TOPOLOGY": str(file), "NOTIFY_SOCKET": notices.getsockname()}
    done = real.run("up", "--detach", seconds=START_SECONDS)
    try:
        assert not done.returncode, done.stdout + done.stderr
        yield real
    finally:
        real.run("down")
        real.wait_for_no_processes()


def status(real: Real) -> int:
    try:
        with urlopen(f"http://127.0.0.1:{real.port}/", timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except (URLError, OSError):
        return 0


def test_systemd_is_told_once_and_by_tintype_alone(small: Real, notices: socket.socket) -> None:
    assert notices.recv(100) == b"READY=1"
    with pytest.raises(BlockingIOError):
        notices.recv(100)


def test_engines_are_the_distributions(small: Real) -> None:
    pids = small.pids()
    running = {name: str(Path(f"/proc/{pids[name]}/exe").readlink()) for name in PROGRAMS}
    assert {name: path for name, path in running.items() if not path.startswith(PROGRAMS[name])} == {}


def test_nobody_is_refused_when_an_app_server_is_killed(small: Real) -> None:
    before = small.pids()["app-1"]
    with ThreadPoolExecutor(4) as people:
        answers = [people.submit(status, small) for _ in range(REQUESTS // 4)]
        os.kill(before, signal.SIGKILL)
        answers += [people.submit(status, small) for _ in range(REQUESTS)]
        codes = [answer.result() for answer in answers]
    assert set(codes) == {200}
    small.wait_until(lambda: small.pids().get("app-1", before) != before and small.is_all_running())
