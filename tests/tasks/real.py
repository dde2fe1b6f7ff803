"""Real processes around the outbox: Gearman servers, workers and a dispatcher of a test's own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Self

from tintype.cluster.gearman import command_of
from tintype.cluster.ports import choose_port
from tintype.config.topology import WHEELS
from tintype.sharding.databases import primaries
from tintype.tasks.models import OutboxRow

ROOT = Path(__file__).resolve().parents[2]
DEADLINE_SECONDS = 60
LOG_CHARACTERS = 4_000


def wait_for(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"not within {DEADLINE_SECONDS} seconds: {what}")
        time.sleep(0.02)


class Machinery:
    """Whatever it started has ended when its block has."""

    def __init__(self, log: Path, servers: int = 1, engines: str = WHEELS) -> None:
        self._running = ExitStack()
        self._log = self._running.enter_context(log.open("w"))
        self._engines = engines
        self.ports: list[int] = []
        # No outgoing connection gets one of these while its server is away, not even that of who asks for the server.
        for _ in range(servers):
            self.ports.append(choose_port("127.0.0.1", self.ports))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    def _start(self, *command: str) -> "subprocess.Popen[bytes]":
        ports = ",".join(map(str, self.ports))
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.tasks.own_gearman", "OWN_GEARMAN_PORTS": ports},
            stdout=self._log,
            stderr=self._log,
        )
        self._running.callback(end, process)
        return process

    def gearman(self, number: int = 0) -> "subprocess.Popen[bytes]":
        process = self._start(*command_of("127.0.0.1", self.ports[number], self._engines))
        wait_for(lambda: bool(self._status(number)), "Gearman answers")
        return process

    def worker(self, *queues: str, processes: int = 1) -> "subprocess.Popen[bytes]":
        """Ready to work when this returns: one, or a group of them."""
        before = self.workers()
        options = ("--processes", str(processes), "--queues", *(queues or ("now", "soon", "whenever")))
        process = self._start(sys.executable, "-m", "django", "run_worker", *options)
        wait_for(lambda: self.workers() >= before + processes, "all workers ask for work")
        return process

    def dispatcher(self) -> "subprocess.Popen[bytes]":
        return self._start(sys.executable, "-m", "django", "run_dispatcher")

    def workers(self) -> int:
        """Those that can do `now`, as the server sees them that has fewest."""
        return min(self.numbers("now", number)[2] for number in range(len(self.ports)))

    def waiting(self, queue: str) -> int:
        """Jobs in Gearman, those under way included."""
        return sum(self.numbers(queue, number)[0] for number in range(len(self.ports)))

    def numbers(self, queue: str, server: int) -> tuple[int, int, int]:
        """Jobs, of these running, and workers."""
        for line in self._status(server).splitlines():
            name, *numbers = line.split("\t")
            if name == queue:
                jobs, running, workers = map(int, numbers)
                return jobs, running, workers
        return 0, 0, 0

    def _status(self, number: int) -> str:
        """Empty while it does not answer; otherwise ends with a dot."""
        text = b""
        try:
            with closing(socket.create_connection(("127.0.0.1", self.ports[number]), 5)) as server:
                server.sendall(b"status\n")
                while not text.endswith(b".\n") and (more := server.recv(65536)):
                    text += more
        except OSError:
            return ""
        return text.decode()


@contextmanager
def machinery_in(folder: Path, servers: int = 1, engines: str = WHEELS) -> Iterator[Machinery]:
    """With an outbox that holds nothing of other tests."""
    for database in primaries():
        OutboxRow.objects.using(database).all().delete()
    log = folder / "machinery.log"
    with Machinery(log, servers, engines) as made:
        yield made
    # Shown where the test failed: what the processes said is all that is left of them.
    sys.stderr.write(log.read_text()[-LOG_CHARACTERS:])


def end(process: "subprocess.Popen[bytes]", number: int = signal.SIGKILL) -> int:
    """Its exit code."""
    if process.poll() is None:
        process.send_signal(number)
    return process.wait(DEADLINE_SECONDS)


def children_of(group: "subprocess.Popen[bytes]") -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{group.pid}/task/{group.pid}/children").read_text().split()]


def workers_of(group: "subprocess.Popen[bytes]") -> list[int]:
    """Its other child is the imaging server."""
    return [pid for pid in children_of(group) if "run_worker" in Path(f"/proc/{pid}/cmdline").read_text()]
