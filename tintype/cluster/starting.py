"""Starting the supervisor and its programs, each waited for until it answers."""

import subprocess
from functools import partial

from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.program import Program
from tintype.cluster.ready import has_ended, wait_until
from tintype.cluster.supervisor import Supervisor

SUPERVISOR_SECONDS = 20
# Long, because PostgreSQL may first have to recover what a crash cut off, and a park's parts are loaded all at once.
START_SECONDS = 240
# The supervisor tries for ever; whoever waits for a start gives up after a few.
STARTS = 3
LOG_LINES = 15


def wait_for_supervisor(home: Home, supervisor: Supervisor, process: subprocess.Popen[bytes]) -> None:
    if reason := wait_until(supervisor.answers, SUPERVISOR_SECONDS, partial(has_ended, process)):
        said = home.log_of("supervisord-start").read_text(errors="replace").strip()
        raise ClusterError(f"The supervisor does not start: {reason}\n{said}")


class Starting:
    def __init__(self, supervisor: Supervisor, program: Program) -> None:
        self._supervisor, self._program = supervisor, program
        self._starts: set[int] = set()

    def wait(self, home: Home) -> None:
        """Raises ClusterError with the end of the program's log when it does not come up."""
        reason = wait_until(self._program.ready or self._settled, START_SECONDS, self._hopeless)
        if reason:
            name = self._program.name
            raise ClusterError(f"{name} does not start: {reason}\n{last_lines(home, name)}")

    def _settled(self) -> str:
        info = self._supervisor.info(self._program.spec)
        return "" if info["statename"] == "RUNNING" else f"it is {info['statename'].lower()}"

    def _hopeless(self) -> str:
        info = self._supervisor.info(self._program.spec)
        self._starts.add(info["start"])
        if info["statename"] == "FATAL" or len(self._starts) > STARTS:
            return info["spawnerr"] or f"it ended {STARTS} times"
        return ""


def last_lines(home: Home, name: str) -> str:
    log = home.log_of(name)
    try:
        lines = log.read_text(errors="replace").splitlines()[-LOG_LINES:]
    except OSError:
        return ""
    return "\n".join([f"The last lines of {log}:", *(f"    {line}" for line in lines)])
