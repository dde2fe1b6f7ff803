"""What runs before each start of an nginx of the front: `python -m tintype.cluster.front_start PATH -- nginx ...`
becomes it.

Workers of an nginx that was killed go on without it, and would keep the next one from its port. They are told to answer
what they have begun to; only they work in this directory.
"""

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from tintype.cluster.edge_start import PAUSE_SECONDS, left_workers

# They close their port at once, and most answers take less than this.
QUIT_SECONDS = 1


def main() -> None:
    path, command = Path(sys.argv[1]), sys.argv[3:]
    end = time.monotonic() + QUIT_SECONDS
    _tell(path, signal.SIGQUIT)
    while left_workers(path):
        if time.monotonic() > end:
            _tell(path, signal.SIGKILL)
        time.sleep(PAUSE_SECONDS)
    os.execvp(command[0], command)  # noqa: S606  the command line of this program


def _tell(path: Path, number: int) -> None:
    for pid in left_workers(path):
        with suppress(ProcessLookupError):
            os.kill(pid, number)


if __name__ == "__main__":
    main()
