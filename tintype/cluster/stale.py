"""What a killed PostgreSQL leaves behind, seen before the next one starts."""

import time
from pathlib import Path

from tintype.cluster.errors import ClusterError

STOPPING_SECONDS = 60
PAUSE_SECONDS = 0.1


def clear_stale_pid(data: Path, socket: Path | None) -> None:
    """Wait for a postmaster that is still stopping; forget one that is gone.

    PostgreSQL itself forgets a dead one too, unless its number has meanwhile gone to another process of the
    same user, as happens after every restart of a container: then it would refuse to start for ever.
    """
    pid_file = data / "postmaster.pid"
    end = time.monotonic() + STOPPING_SECONDS
    while pid := _postmaster(pid_file, data):
        if time.monotonic() > end:
            raise ClusterError(f"A PostgreSQL still runs in {data}: stop it with `kill -INT {pid}`.")
        time.sleep(PAUSE_SECONDS)
    for left in (pid_file, *((socket, socket.with_name(f"{socket.name}.lock")) if socket else ())):
        left.unlink(missing_ok=True)


def _postmaster(pid_file: Path, data: Path) -> int:
    """The process that the file names, if it is a PostgreSQL of this very directory; else 0."""
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return 0
    return pid if str(data).encode() in words else 0
