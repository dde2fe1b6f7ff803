"""Waiting until nobody works in a data directory: a killed PostgreSQL's children do for some moments more."""

import time
from pathlib import Path

from tintype.cluster.errors import ClusterError

CHILDREN_SECONDS = 30
PAUSE_SECONDS = 0.1


def wait_until_unused(data: Path) -> None:
    """Without this wait the next PostgreSQL ends at once: it finds the shared memory of the last one in use."""
    end = time.monotonic() + CHILDREN_SECONDS
    while found := [entry.name for entry in Path("/proc").iterdir() if _works_in(entry, data)]:
        if time.monotonic() > end:
            raise ClusterError(f"Processes of another PostgreSQL still work in {data}: {', '.join(found)}.")
        time.sleep(PAUSE_SECONDS)


def _works_in(process: Path, data: Path) -> bool:
    try:
        return process.name.isdecimal() and (process / "cwd").readlink() == data
    except OSError:
        return False
