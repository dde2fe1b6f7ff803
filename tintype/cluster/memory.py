"""How much memory a part has: its process and all below it, what several share counted for each in its part (PSS)."""

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
PSS = re.compile(rb"^Pss:\s+(\d+) kB$", re.MULTILINE)


def memory_of(roots: Collection[int]) -> dict[int, int]:
    """Root -> bytes. Of processes of other users root only is told."""
    parents = _parents()
    owners = {pid: _owner(pid, parents, roots) for pid in parents}
    found = dict.fromkeys(roots, 0)
    for pid, root in owners.items():
        if root:
            found[root] += _pss(pid)
    return found


def _parents() -> dict[int, int]:
    found = {}
    for process in PROC.glob("[0-9]*"):
        with suppress(OSError):
            # The name before it stands in brackets and may hold anything.
            after_name = (process / "stat").read_bytes().rpartition(b")")[2]
            found[int(process.name)] = int(after_name.split()[1])
    return found


def _owner(pid: int, parents: Mapping[int, int], roots: Collection[int]) -> int:
    while pid and pid not in roots:
        pid = parents.get(pid, 0)
    return pid


def _pss(pid: int) -> int:
    with suppress(OSError):
        if found := PSS.search((PROC / str(pid) / "smaps_rollup").read_bytes()):
            return int(found[1]) * 1024
    return 0
