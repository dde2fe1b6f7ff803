"""How much memory a group of workers of a site has, with its imaging server and that server's children."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

EVERY_SECONDS = 0.02


class Watch:
    def __init__(self, home: Path) -> None:
        self.most = 0
        self.is_over = threading.Event()
        self._groups = _groups_of(home)

    def look(self) -> None:
        while not self.is_over.is_set():
            self.most = max(self.most, *map(_bytes_of, self._groups))
            time.sleep(EVERY_SECONDS)


@contextmanager
def watched(home: Path) -> Iterator[Watch]:
    watch = Watch(home)
    thread = threading.Thread(target=watch.look)
    thread.start()
    try:
        yield watch
    finally:
        watch.is_over.set()
        thread.join()


def _groups_of(home: Path) -> list[int]:
    """The workers of a group are children of one that has the same command line."""
    workers = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            is_worker = b"run_worker" in (process / "cmdline").read_bytes()
            if is_worker and f"TINTYPE_HOME={home}\0".encode() in (process / "environ").read_bytes():
                workers[int(process.name)] = int((process / "stat").read_text().rpartition(")")[2].split()[1])
    if not workers:
        raise SystemExit("there are no workers to look at")
    return [pid for pid, parent in workers.items() if parent not in workers]


def _bytes_of(pid: int) -> int:
    """Of the process and all below it; what several share counts for each in its part (PSS)."""
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        own = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return own + sum(_bytes_of(int(child)) for child in children)
    return 0
