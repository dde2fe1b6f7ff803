"""What runs before each start of an edge: `python -m tintype.cluster.edge_start HOME/edge-a -- nginx ...` becomes it.

Workers of an nginx that was killed go on without it, and would keep the next one from its ports. Only they work in the
directory of the edge.
"""

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

PAUSE_SECONDS = 0.05
# It is told each minute. One that was down for longer may not know what was recalled meanwhile.
KNOWN_SECONDS = 120


def main() -> None:
    path, command = Path(sys.argv[1]), sys.argv[3:]
    while pids := left_workers(path):
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(PAUSE_SECONDS)
    begin_untold(path)
    os.execvp(command[0], command)  # noqa: S606  the command line of this program


def begin_untold(edge: Path) -> None:
    """It shows no photos before it has been told, unless it was away for a moment only (storage.edges.TOLD)."""
    told = edge / "void" / "0" / "0"
    if told.exists() and time.time() - told.stat().st_mtime > KNOWN_SECONDS:
        told.unlink()


def left_workers(path: Path) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdecimal() and (entry / "cwd").readlink() == path:
                found.append(int(entry.name))
    return found


if __name__ == "__main__":
    main()
