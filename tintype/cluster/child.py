"""A program of Tintype's own that runs to its end while `tintype up` shows what it says."""

import subprocess
import time
from collections import deque
from collections.abc import Iterable, Mapping

from tintype.cluster.errors import ClusterError
from tintype.cluster.program import python
from tintype.cluster.show import Show

KEPT_LINES = 15
DONE = "done: "


def done(step: str) -> None:
    """Said by the child: this step is done."""
    print(f"{DONE}{step}", flush=True)  # noqa: T201  the parent reads it


def run_shown(show: Show, name: str, module: list[str], environment: Mapping[str, str]) -> None:
    """Raises ClusterError with its last lines when it fails."""
    said: deque[str] = deque(maxlen=KEPT_LINES)
    with subprocess.Popen(
        ["setpriv", "--pdeathsig", "TERM", "--", python(), "-m", *module],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    ) as child:
        try:
            _show_steps(show, child.stdout or (), said)
        except BaseException:  # Ctrl-C
            child.terminate()
            raise
    if child.returncode:
        raise ClusterError(f"{name} failed (code {child.returncode}):\n" + "".join(said).rstrip())


def _show_steps(show: Show, lines: Iterable[str], said: deque[str]) -> None:
    started = time.monotonic()
    for line in lines:
        said.append(line)
        if line.startswith(DONE):
            show.done(line.removeprefix(DONE).strip(), time.monotonic() - started)
            started = time.monotonic()
        else:
            show.detail(line.rstrip())
