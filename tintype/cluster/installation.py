"""Which PostgreSQL binaries to run: those of the wheel, or the machine's own."""

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tintype.cluster.account import may
from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.program import Account
from tintype.cluster.wheels import POSTGRES_MAJOR, postgres_bin

# Where Debian keeps each major version.
SYSTEM = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Installation:
    """The binaries that the account can run."""

    bin: Path
    major: int
    account: Account | None


def find_installation(
    home: Home, account: Account | None, data: Iterable[Path], *, prefers_system: bool = False
) -> Installation:
    """The version that wrote the data directories of a server; when there are none yet, the preferred one."""
    known = _known(prefers_system=prefers_system)
    for path in data:
        if path.exists() and _written_by(path) not in known:
            there = ", ".join(map(str, known))
            raise ClusterError(f"{path} was written by PostgreSQL {_written_by(path) or '?'}; here is {there}.")
    written = [_written_by(path) for path in data if path.exists()]
    major = written[0] if written else next(iter(known))
    return Installation(_runnable(home, account, known[major]), major, account)


def _known(*, prefers_system: bool) -> dict[int, Path]:
    """Major version -> directory, the preferred first."""
    wheel = {POSTGRES_MAJOR: postgres_bin()}
    found = {int(path.parents[1].name): path.parent for path in SYSTEM.glob("*/bin/postgres")}
    system = dict(sorted(found.items(), reverse=True))
    return system | wheel if prefers_system else wheel | system


def _written_by(data: Path) -> int:
    try:
        return int((data / "PG_VERSION").read_text())
    except (OSError, ValueError):
        return 0


def _runnable(home: Home, account: Account | None, found: Path) -> Path:
    if account is None or may(account, "-x", found / "postgres"):
        return found
    return _copied(home, found)


def _copied(home: Home, wheel: Path) -> Path:
    """An environment under a closed directory (/root) cannot be reached by the account: it gets a copy."""
    shown = subprocess.run([str(wheel / "postgres"), "--version"], capture_output=True, text=True, check=True)
    version = shown.stdout.split()[2]
    copy = home.path / f"postgresql-{version}"
    if not copy.exists():
        unfinished = home.path / "postgresql.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        package = wheel.parents[1]
        # The binaries look for their libraries at this place relative to their own.
        for part in (wheel.parent.relative_to(package.parent), Path(f"{package.name}.libs")):
            shutil.copytree(package.parent / part, unfinished / part, symlinks=True)
        unfinished.chmod(0o755)
        unfinished.rename(copy)
    return copy / wheel.relative_to(wheel.parents[2])
