"""What edges refuse is forgotten once no address of it can be good.

`python -m tintype.cluster.edge_sweep HOME/edge-a HOME/edge-b`
"""

import sys
import time
from contextlib import suppress
from pathlib import Path

PAUSE_SECONDS = 60 * 60
# An address lives for two days at most.
KEPT_SECONDS = 3 * 24 * 60 * 60


def sweep(edge: Path) -> None:
    before = time.time() - KEPT_SECONDS
    for account in (edge / "void").iterdir():
        for refused in account.iterdir():
            if refused.stat().st_mtime < before:
                refused.unlink()
        with suppress(OSError):  # not empty
            account.rmdir()


def main() -> None:
    while True:
        for edge in map(Path, sys.argv[1:]):
            sweep(edge)
        time.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    main()
