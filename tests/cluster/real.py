"""A real Tintype with its own data directory, driven as a person does it: by the command line and signals."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from tintype.cluster.home import Home
from tintype.cluster.ports import is_free
from tintype.cluster.status import parts

READY_SECONDS = 180
# PostgreSQL's last checkpoint included.
END_SECONDS = 60
KILLED_SECONDS = 10
PAUSE_SECONDS = 0.05


def free_port() -> int:
    """With the next one, which is for streaming, free too.

    Below those that outgoing connections get, and those that `tintype up` chooses: a site that is started again under
    the same port must find it free.
    """
    while True:
        port = random.choice(range(10_000, 20_000, 2))
        if is_free("127.0.0.1", port) and is_free("127.0.0.1", port + 1):
            return port


def processes_in(home: Path) -> dict[int, str]:
    """Every process that works in the data directory: all of them do, `tintype up` itself excepted."""
    found = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdecimal() and (entry / "cwd").readlink().is_relative_to(home):
                found[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ").strip()
    return found


def ended(process: "subprocess.Popen[Any]") -> int:
    """The code of one that was told to end. Waited for without a limit, one that did not took the whole run with it."""
    try:
        return process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait(KILLED_SECONDS)


class Real:
    # Where people come in; a park has another one.
    host = "127.0.0.1"

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        kept = {"PATH", "LANG", "HOME", "VIRTUAL_ENV"}
        self.environment = {name: value for name, value in os.environ.items() if name in kept}
        self.environment |= {"TINTYPE_HOME": str(home), "TINTYPE_PORT": str(port)}
        self.up: subprocess.Popen[str] | None = None

    def run(self, *arguments: str, seconds: float = READY_SECONDS) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from tintype.cli import main; main()", *arguments]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=seconds, check=False
        )

    def begin(self) -> "subprocess.Popen[str]":
        """In the foreground, as `tintype up` in a terminal."""
        command = [sys.executable, "-c", "from tintype.cli import main; main()", "up"]
        self.up = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        return self.up

    def start(self) -> str:
        """Returns what it said until it was ready."""
        said = []
        for line in self.begin().stdout or ():
            said.append(line)
            if line.startswith("ready: "):
                return "".join(said)
        raise AssertionError("it ended without being ready:\n" + "".join(said))

    def end(self) -> int:
        """Wait for the end of what `start` started."""
        assert self.up is not None
        code = self.up.wait(END_SECONDS)
        if self.up.stdout:
            self.up.stdout.close()
        return code

    def processes(self) -> dict[int, str]:
        return processes_in(self.home)

    def wait_for_no_processes(self, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while left := self.processes():
            assert time.monotonic() < end, left
            time.sleep(PAUSE_SECONDS)

    def pids(self) -> dict[str, int]:
        """Part -> process. Asked without `tintype status`, which takes 0.4 seconds of a processor: whoever waits for a
        part asks many times a second, and so kept from the processor what it waits for.
        """
        return {part.name: part.pid for part in parts(Home(self.home)) if part.pid}

    def family(self, name: str) -> list[int]:
        """The processes of the parts whose names begin so, with their children."""
        pids = [pid for part, pid in self.pids().items() if part.startswith(name)]
        children = (Path(f"/proc/{pid}/task/{pid}/children").read_text().split() for pid in pids)
        return [*pids, *(int(child) for those in children for child in those)]

    def is_all_running(self) -> bool:
        found = parts(Home(self.home))
        return bool(found) and all(part.is_running for part in found) and self.is_healthy()

    def is_healthy(self) -> bool:
        try:
            with urlopen(f"http://{self.host}:{self.port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def wait_until(self, is_so: Callable[[], bool], seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < end, self.run("check").stdout
            time.sleep(PAUSE_SECONDS)

    def lose(self, part: str) -> None:
        """Kill it, and wait until the supervisor has brought it back."""
        pid = self.pids()[part]
        os.kill(pid, signal.SIGKILL)
        self.wait_until(lambda: self.pids().get(part, pid) != pid and self.is_all_running())

    def kill_everything(self) -> None:
        """As a power cut does it: all at once, nobody can tidy up."""
        ours = [*self.processes(), *([self.up.pid] if self.up and self.up.poll() is None else [])]
        for pid in ours:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.up:
            self.end()
        for pid in self.processes():  # was being started while the others were killed
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.wait_for_no_processes()


@contextmanager
def own_tintype() -> Iterator[Real]:
    """One that several tests share. Whatever they did to it, none of its processes outlives them."""
    home = Path(tempfile.mkdtemp(prefix="tintype-up-"))
    real = Real(home, free_port())
    try:
        yield real
    finally:
        real.kill_everything()
        shutil.rmtree(home, ignore_errors=True)
