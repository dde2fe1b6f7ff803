"""A whole park on this machine: how long until it answers, and how much memory its parts have, by kind."""

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

from tintype.cluster.home import Home
from tintype.cluster.lock import Owner
from tintype.cluster.rounds import kind_of, label
from tintype.cluster.status import Part, described
from tintype.config.topology import load_topology

# Sessions, pages and photos of a start are in caches and pools by then.
SETTLING_SECONDS = 5


def measure(topology: str, port: int) -> str:
    with tempfile.TemporaryDirectory(prefix="tintype-park-") as directory:
        home = Path(directory)
        home.chmod(0o755)
        os.environ |= {"TINTYPE_HOME": directory, "TINTYPE_PORT": str(port), "TINTYPE_TOPOLOGY": topology}
        before = os.getloadavg()[0]
        started = time.monotonic()
        said = _tintype("up", "--detach", "--yes")
        seconds = time.monotonic() - started
        try:
            processor = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = processor.ru_utime + processor.ru_stime + _processor_seconds(Home(home))
            address = said.splitlines()[-1].removeprefix("ready: ")
            with urlopen(f"{address}/healthz") as answer:  # noqa: S310  loopback
                answer.read()
            time.sleep(SETTLING_SECONDS)
            parts = described(Home(home), load_topology(topology, home, port))
        finally:
            stopping = time.monotonic()
            _tintype("down")
        down = time.monotonic() - stopping
    times = (
        f"Ready after {seconds:.0f} s, which took {spent:.0f} s of a processor; stopped after {down:.0f} s.\n"
        f"There are {os.cpu_count()} processors; when it began, others wanted {before:.1f}."
    )
    return _table(topology, parts, times)


def _tintype(*words: str) -> str:
    """What it says is shown as it comes."""
    command = [str(Path(sys.executable).with_name("tintype")), *words]
    said = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        for line in child.stdout or ():
            said.append(line)
            sys.stderr.write(line)
    if child.returncode:
        raise SystemExit(child.returncode)
    return "".join(said).rstrip()


def _processor_seconds(home: Home) -> float:
    """Of the supervisor and all that it has started, also of what has ended since."""
    owner = Owner.read(home)
    ticks, pids = 0, [owner.pid] if owner else []
    while pids:
        pid = pids.pop()
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
            for thread in Path(f"/proc/{pid}/task").iterdir():
                pids += map(int, (thread / "children").read_text().split())
    return ticks / os.sysconf("SC_CLK_TCK")


def _table(topology: str, parts: Sequence[Part], times: str) -> str:
    kinds: dict[str, list[Part]] = {}
    for part in sorted(parts, key=_in_order):
        kinds.setdefault(kind_of(part.name), []).append(part)
    rows = [_row(label([part.name for part in alike]), alike) for alike in kinds.values()]
    lines = [f"## The park {topology}", "", times, "", "| | parts | MB | MB each |", "| --- | --- | --- | --- |"]
    return "\n".join([*lines, *rows, _row("all", parts), ""])


def _in_order(part: Part) -> list[str]:
    """The second before the tenth."""
    return [word.zfill(3) if word.isdecimal() else word for word in re.split(r"(\d+)", part.name)]


def _row(name: str, parts: Sequence[Part]) -> str:
    total = sum(part.memory_bytes for part in parts) / 1_000_000
    return f"| {name} | {len(parts)} | {total:,.0f} | {total / len(parts):,.1f} |"
