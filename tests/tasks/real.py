"""Real processes around the outbox: a Gearman server, workers and a dispatcher of a test's own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
DEADLINE_SECONDS = 60


def wait_for(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"not within {DEADLINE_SECONDS} seconds: {what}")
        time.sleep(0.02)


class Machinery:
    """Whatever it started has ended when its block has."""

    def __init__(self, log: Path) -> None:
        self._running = ExitStack()
        self._log = self._running.enter_context(log.open("w"))
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    def _start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.tasks.own_gearman", "OWN_GEARMAN_PORT": str(self.port)},
            stdout=self._log,
            stderr=self._log,
        )
        self._running.callback(end, process)
        return process

    def gearman(self) -> "subprocess.Popen[bytes]":
        process = self._start("tintype.cluster.gearman_server", "--port", str(self.port))
        wait_for(lambda: bool(self._status()), "Gearman answers")
        return process

    def worker(self, *queues: str) -> "subprocess.Popen[bytes]":
        """Ready to work when this returns."""
        before = self.workers()
        process = self._start("django", "run_worker", "--queues", *(queues or ("now", "soon", "whenever")))
        wait_for(lambda: self.workers() > before, "a worker asks for work")
        return process

    def dispatcher(self) -> "subprocess.Popen[bytes]":
        return self._start("django", "run_dispatcher")

    def workers(self) -> int:
        """Those that can do `now`, as Gearman sees them."""
        return self._numbers("now")[2]

    def waiting(self, queue: str) -> int:
        """Jobs in Gearman, those under way included."""
        return self._numbers(queue)[0]

    def _numbers(self, queue: str) -> tuple[int, int, int]:
        """Jobs, of these running, and workers."""
        for line in self._status().splitlines():
            name, *numbers = line.split("\t")
            if name == queue:
                jobs, running, workers = map(int, numbers)
                return jobs, running, workers
        return 0, 0, 0

    def _status(self) -> str:
        """Empty while it does not answer; otherwise ends with a dot."""
        text = b""
        try:
            with closing(socket.create_connection(("127.0.0.1", self.port), 5)) as server:
                server.sendall(b"status\n")
                while not text.endswith(b".\n") and (more := server.recv(65536)):
                    text += more
        except OSError:
            return ""
        return text.decode()


def end(process: "subprocess.Popen[bytes]", number: int = signal.SIGKILL) -> int:
    """Its exit code."""
    if process.poll() is None:
        process.send_signal(number)
    return process.wait(DEADLINE_SECONDS)
