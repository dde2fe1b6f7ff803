"""`tintype up`: every part in its order, then serve until told to stop."""

import os
import subprocess
from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from tintype.cluster import lock, notify, supervisor
from tintype.cluster.applied import write_applied
from tintype.cluster.child import run_shown
from tintype.cluster.create import create_databases
from tintype.cluster.demo import load_demo
from tintype.cluster.elsewhere import wait_for_engines_elsewhere
from tintype.cluster.errors import ClusterError
from tintype.cluster.front_programs import front_programs
from tintype.cluster.home import postgres_name, prepare_home
from tintype.cluster.packages import ensure_packages
from tintype.cluster.ports import record_ports, wait_for_ports
from tintype.cluster.program import Program
from tintype.cluster.programs import prepare_engines, site
from tintype.cluster.promote import is_unfinished
from tintype.cluster.promote_postgres import make_primary
from tintype.cluster.redis_cluster import form, take_back
from tintype.cluster.replication import wait_for_replicas
from tintype.cluster.rounds import Rounds
from tintype.cluster.secret import ensure_secret, secret_key
from tintype.cluster.show import Show
from tintype.cluster.starting import wait_for_supervisor
from tintype.cluster.stopping import stop, stops_raise
from tintype.cluster.storage_record import check_former_is_there
from tintype.config.derive import derive
from tintype.config.env import MACHINE_FILE, TOPOLOGY_FILE, load_env
from tintype.config.objects import mark_of
from tintype.config.topology import Topology, load_topology

# Each loads Tintype's code, two seconds of a processor. When all forty of a park did it at once on a busy machine, the
# first had not answered after four minutes.
LOADING_AT_ONCE = 4 * (os.cpu_count() or 1)


@dataclass(frozen=True)
class Wanted:
    home: Path
    port: int
    topology: str
    machine: str = ""
    demo: bool = False
    yes: bool = False
    detach: bool = False


def up(wanted: Wanted, show: Show) -> int:
    """Returns the exit code. Whatever happens, nothing that it started is left, unless it is detached."""
    with stops_raise():
        return _Up(wanted, show).run()


class _Up:
    def __init__(self, wanted: Wanted, show: Show) -> None:
        self.wanted, self.show = wanted, show
        self.topology = load_topology(wanted.topology, wanted.home, wanted.port, wanted.machine)
        self.home = prepare_home(wanted.home)
        self.environment = _environment(wanted)

    def run(self) -> int:
        held = lock.take(self.home, self.wanted.port)
        check_former_is_there(self.home, self.topology)
        ensure_packages(self.topology, self.show, yes=self.wanted.yes)
        wait_for_ports(self.topology)
        ensure_secret(self.home)
        self.topology = record_ports(self.home, self.topology)
        mark_of(self.home.path).write_text(self.topology.objects.name)
        (self.home.path / TOPOLOGY_FILE).write_text(f"{self.wanted.topology}\n")
        (self.home.path / MACHINE_FILE).write_text(f"{self.wanted.machine}\n")
        engines = self._engines()
        own = [*site(self.topology), *front_programs(self.home, self.topology, load_env().url)]
        supervisor.write_config(self.home, [*engines, *own])
        write_applied(self.home, [*engines, *own])
        with self._supervised(held) as process:
            self._start(process, engines, own)
            if self.wanted.demo:
                load_demo(self.home, self.topology, self.environment, self.show, yes=self.wanted.yes)
            self.show.line(f"ready: {_address(self.topology)}")
            notify.tell_ready()
            if self.wanted.detach:
                lock.write_owner(held, lock.Owner(process.pid, self.wanted.port))
                return 0
            return _serve(process)

    def _engines(self) -> list[Program]:
        data = [
            self.home.data_of(server.primary.name)
            for server in self.topology.servers
            if self.topology.is_here(server.primary.address.host)
        ]
        is_first = not all(path.exists() for path in data)
        with self.show.step("postgres, first-time set-up") if is_first else nullcontext():
            return prepare_engines(self.home, self.topology)

    def _start(self, process: subprocess.Popen[bytes], engines: list[Program], own: list[Program]) -> None:
        calls = supervisor.Supervisor(self.home)
        with self.show.step("supervisor"):
            wait_for_supervisor(self.home, calls, process)
        rounds = Rounds(self.home, calls, self.show)
        rounds.start(engines, self._finish_promotion)
        if self.topology.is_here(self.topology.lead_host):
            self._prepare_site(rounds.given_up)
        else:
            self._wait_for_site(own)
        rounds.start(own, at_once=LOADING_AT_ONCE)

    def _wait_for_site(self, own: list[Program]) -> None:
        """What there is once another machine does."""
        redis = self.topology.redis
        if any(self.topology.is_here(node.host) for node in redis.nodes):
            take_back(redis, derive("redis", secret_key(self.home)))
        if own:
            run_shown(self.show, "The set-up", ["tintype.cluster.prepare_machine"], self.environment)

    def _prepare_site(self, given_up: Collection[str]) -> None:
        """Once, whatever the number of machines."""
        topology, key = self.topology, secret_key(self.home)
        wait_for_engines_elsewhere(topology, key, self.show)
        if topology.redis.nodes:
            with self.show.step("redis cluster"):
                form(topology.redis, derive("redis", key))
        if any(server.replica for server in topology.servers):
            with self.show.step("replicas follow"):
                missing = wait_for_replicas(topology, given_up)
            for sentence in missing:
                self.show.line(f"{sentence}\nEverything is read from the primary until it does.")
        for name in create_databases(topology):
            self.show.detail(f"created the database {name}")
        run_shown(self.show, "The set-up", ["tintype.cluster.prepare_site"], self.environment)

    def _finish_promotion(self, program: Program) -> None:
        """One that was cut off: its replica waits for it to become the primary."""
        for server in self.topology.servers:
            if program.name == postgres_name(server.primary.name) and is_unfinished(server):
                with self.show.step(f"{server.primary.name} becomes the primary"):
                    make_primary(server.primary.address)

    @contextmanager
    def _supervised(self, held: int) -> Iterator[subprocess.Popen[bytes]]:
        process = supervisor.start(self.home, self.environment, held, detach=self.wanted.detach)
        is_up = False
        try:
            yield process
            is_up = True
        finally:
            if not (is_up and self.wanted.detach):
                stop(process)


def _serve(process: subprocess.Popen[bytes]) -> int:
    """Until Ctrl-C (which raises KeyboardInterrupt) or until the supervisor ends by itself."""
    code = process.wait()
    if code:
        raise ClusterError("The supervisor was killed, and all that it ran ended with it. Start Tintype again.")
    return 0


def _environment(wanted: Wanted) -> dict[str, str]:
    # Engines that find systemd's socket would tell it of themselves.
    return {name: value for name, value in os.environ.items() if name != notify.VARIABLE} | {
        "TINTYPE_HOME": str(wanted.home),
        "TINTYPE_PORT": str(wanted.port),
        "TINTYPE_TOPOLOGY": wanted.topology,
        "TINTYPE_MACHINE": wanted.machine,
        "DJANGO_SETTINGS_MODULE": "tintype.config.settings",
        "PYTHONUNBUFFERED": "1",
    }


def _address(topology: Topology) -> str:
    """Where people come in, or which machine this is."""
    host = topology.web.host
    if not topology.is_here(host):
        return f"{topology.machine_of(topology.here)} at {topology.here}"
    return f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{topology.web.port}"  # noqa: S104  compared only
