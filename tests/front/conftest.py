"""A front of real HAProxy and nginx, with two app servers behind it that only say what they were asked."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path

import pytest

from tests.cluster.real import processes_in
from tintype.cluster.balancer import State, states
from tintype.cluster.front_programs import front_programs
from tintype.cluster.home import Home, prepare_home
from tintype.cluster.ports import choose_port
from tintype.cluster.program import Program
from tintype.cluster.programs import app_program
from tintype.cluster.ready import wait_until
from tintype.config.topology import Topology, load_topology

FRONT = "127.0.0.1"
END_SECONDS = 20
DESCRIBED = """
like = "cluster"
[machines]
front = "127.0.0.1"
web1 = "127.{net}.1.1"
web2 = "127.{net}.1.2"
[front]
host = "{front}"
apps_port = APPS
servers = ["{web1}:8080", "{web2}:8080"]
tls_port = TLS
certificate = "{home}/tls.pem"
key = "{home}/tls.key"
[web]
servers = ["{web1}:8000", "{web2}:8000"]
processes = 1
threads = 4
[streaming]
host = "{work1}"
port = 8002
"""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def told(self) -> dict[str, str]:
        """What the app server said of the request."""
        return {name: str(value) for name, value in json.loads(self.body).items()}


class Park:
    """Its programs run as the supervisor would run them, but are started again only when a test says so."""

    def __init__(self, home: Home, topology: Topology) -> None:
        assert topology.front
        self.home, self.topology, self.front = home, topology, topology.front
        apps = [_tiny(app_program(topology.web, app), app.name) for app in topology.apps]
        programs = [*apps, *front_programs(home, topology, f"http://localhost:{topology.web.port}")]
        self.programs = {program.name: program for program in programs}
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        program = self.programs[name]
        with self.home.log_of(name).open("ab") as log:
            self.running[name] = subprocess.Popen(
                program.tethered(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.home.path,
                env=os.environ | {"FRONT": FRONT},
            )
        self.wait_for(name)

    def wait_for(self, name: str) -> None:
        program = self.programs[name]
        assert program.ready
        assert not wait_until(program.ready, 60), self.home.log_of(name).read_text()

    def kill(self, name: str) -> None:
        """With all its children, as a machine that is lost."""
        self.signal(name, signal.SIGKILL)
        self.running.pop(name).wait(END_SECONDS)

    def signal(self, name: str, number: int) -> None:
        for pid in [self.running[name].pid, *children(self.running[name].pid)]:
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def end(self, name: str) -> None:
        """As the supervisor does it."""
        process = self.running.pop(name)
        process.send_signal(getattr(signal, f"SIG{self.programs[name].stop_signal}"))
        process.wait(END_SECONDS)

    def reload(self, name: str) -> None:
        self.running[name].send_signal(getattr(signal, f"SIG{self.programs[name].reload_signal}"))

    def state(self, name: str) -> State:
        return next(state for state in states(self.home) if state.name == name)

    def wait_until(self, name: str, is_: str, seconds: float = 15) -> None:
        end = time.monotonic() + seconds
        while self.state(name).is_ != is_:
            assert time.monotonic() < end, states(self.home)
            time.sleep(0.05)

    def ask(self, path: str, method: str = "GET", body: bytes = b"", *, by: str = FRONT, **headers: str) -> Answer:
        """On a connection of its own, from the address `by`."""
        connection = HTTPConnection(FRONT, self.front.port, timeout=30, source_address=(by, 0))
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, named)
        response = connection.getresponse()
        said = response.read()
        connection.close()
        return Answer(response.status, response.headers, said)


def _tiny(program: Program, name: str) -> Program:
    command = (*program.command[:-1], f"--env=APP={name}", "tests.front.tiny")
    return replace(program, command=command)


def children(pid: int) -> list[int]:
    """And theirs."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    own = [int(word) for word in listed.stdout.split()]
    return [*own, *(grandchild for child in own for grandchild in children(child))]


def _ports() -> tuple[int, int, int]:
    """Not those that others choose: they are listened to later."""
    return tuple(choose_port(FRONT) for _ in range(3))  # type: ignore[return-value]


@pytest.fixture(scope="package")
def front() -> Iterator[Park]:
    home = prepare_home(Path(tempfile.mkdtemp(prefix="tintype-front-")))
    port, apps_port, tls_port = _ports()
    described = DESCRIBED.replace("APPS", str(apps_port)).replace("TLS", str(tls_port))
    (home.path / "own.toml").write_text(described)
    _make_certificate(home.path)
    park = Park(home, load_topology(str(home.path / "own.toml"), home.path, port))
    try:
        for name in park.programs:
            park.start(name)
        yield park
    finally:
        for pid in processes_in(home.path):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for process in park.running.values():
            process.wait(END_SECONDS)
        shutil.rmtree(home.path, ignore_errors=True)


def _make_certificate(path: Path) -> None:
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
    ]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*command, "-keyout", path / "tls.key", "-out", path / "tls.pem"], check=True, capture_output=True)
