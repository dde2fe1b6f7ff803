"""The engines without a supervisor, for tests: `with engines(home): ...`."""

import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from tintype.cluster.create import create_databases
from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home, prepare_home
from tintype.cluster.ports import record_ports
from tintype.cluster.program import Program
from tintype.cluster.programs import prepare_engines
from tintype.cluster.ready import has_ended, wait_until
from tintype.cluster.redis_cluster import form
from tintype.cluster.replication import wait_for_replicas
from tintype.cluster.secret import secret_key
from tintype.config.derive import derive
from tintype.config.topology import Topology, load_topology

START_SECONDS = 60


@contextmanager
def engines(home: Path, *, durable: bool = False, topology: str = "embedded") -> Iterator[Topology]:
    """Run PostgreSQL, Redis and Gearman with the command lines of `tintype up`, as children of this process.

    They end with the block, and when this process is killed. The home needs to lie where the user that
    PostgreSQL runs as may pass (as root: not inside pytest's tmp_path, which is closed to others).
    """
    place = prepare_home(home)
    described = record_ports(place, load_topology(topology, home, port=8000))
    programs = prepare_engines(place, described, durable=durable)
    with running(place, programs):
        form(described.redis, derive("redis", secret_key(place)))
        if missing := wait_for_replicas(described):
            raise ClusterError("\n".join(missing))
        create_databases(described)
        yield described


@contextmanager
def running(home: Home, programs: Sequence[Program]) -> Iterator[None]:
    """All of them at once, until each answers."""
    with ExitStack() as children:
        started = [(program, children.enter_context(_running(home, program))) for program in programs]
        for program, child in started:
            _wait(home, program, child)
        yield


@contextmanager
def _running(home: Home, program: Program) -> Iterator[subprocess.Popen[bytes]]:
    with home.log_of(program.name).open("ab") as log:
        child = subprocess.Popen(
            program.tethered(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=home.path,
        )
    try:
        yield child
    finally:
        child.send_signal(getattr(signal, f"SIG{program.stop_signal}"))
        try:
            child.wait(program.stop_seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _wait(home: Home, program: Program, child: subprocess.Popen[bytes]) -> None:
    if program.ready and (reason := wait_until(program.ready, START_SECONDS, partial(has_ended, child))):
        log = home.log_of(program.name).read_text(errors="replace")
        raise ClusterError(f"{program.name} did not start: {reason}\n{log[-2000:]}")
