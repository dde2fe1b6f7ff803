"""The load of `tests.hosts.load`, started and listened to."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.hosts.rig import Rig
from tests.hosts.steered import REPOSITORY

PATIENCE_SECONDS = 900
# What somebody waits for has an end after 40 seconds.
END_SECONDS = 60


@dataclass(frozen=True)
class Met:
    """What people have met so far."""

    requests: int
    failed: dict[str, int]
    slowest: float
    surprises: list[str]


class Crowd:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.met = Met(0, {}, 0, [])

    def wait_for(self, requests: int) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while self.met.requests < requests:
            assert time.monotonic() < end, self.met
            self._hear()

    def _hear(self) -> bool:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if line:
            self.met = Met(**json.loads(line))
        return bool(line)

    def go(self) -> None:
        """What is under way is still answered."""
        said, _ = self._process.communicate(timeout=END_SECONDS)
        if lines := said.splitlines():
            self.met = Met(**json.loads(lines[-1]))
        assert self._process.returncode == 0


@contextmanager
def crowd_at(rig: Rig, host: str, port: int) -> Iterator[Crowd]:
    command = rig.inside(sys.executable, "-m", "tests.hosts.load", host, str(port))
    process = subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "begun\n"
        yield Crowd(process)
    finally:
        process.kill()
        process.wait(END_SECONDS)
