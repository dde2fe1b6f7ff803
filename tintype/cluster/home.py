"""The data directory: what lies where in it, and whether it can be used at all."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from tintype.cluster.errors import ClusterError

# The first start writes about 70 MB (PostgreSQL's own files and its first log segments).
NEEDED_BYTES = 150 * 1000 * 1000
# A unix socket's address holds 107 bytes; supervisor adds a process id to its own while it starts.
SOCKET_BYTES = 100


def postgres_name(member: str) -> str:
    """What the member's directory, program and log are called."""
    return "postgres" if member == "main" else f"postgres-{member}"


@dataclass(frozen=True)
class Home:
    path: Path
    # Programs that are running while others are prepared: what they use is left as it is.
    running: frozenset[str] = frozenset()

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def log(self) -> Path:
        return self.path / "log"

    def data_of(self, member: str) -> Path:
        """The data directory of a PostgreSQL server process."""
        return self.path / postgres_name(member)

    @property
    def roles(self) -> Path:
        return self.path / "roles.json"

    @property
    def lock(self) -> Path:
        return self.path / "lock"

    @property
    def ports(self) -> Path:
        return self.run / "ports.json"

    @property
    def supervisor_config(self) -> Path:
        return self.run / "supervisord.conf"

    @property
    def supervisor_socket(self) -> Path:
        return self.run / "supervisor.sock"

    def log_of(self, program: str) -> Path:
        return self.log / f"{program}.log"


def prepare_home(path: Path) -> Home:
    """Make the directory and what stands in it. Raises ClusterError when it cannot be used."""
    home = Home(path)
    _check_name(home)
    try:
        for directory in (home.path, home.run, home.log):
            if not directory.exists():
                directory.mkdir(mode=0o700, parents=True)
        _check_writable(home.run)
    except OSError as error:
        raise ClusterError(
            f"The data directory {path} cannot be used: {error.strerror}.\n"
            "Make it writable for this user, or choose another with --home or TINTYPE_HOME.",
        ) from None
    _check_space(home)
    return home


def _check_name(home: Home) -> None:
    name = str(home.path)
    if any(character in name for character in "\n;#"):
        raise ClusterError(f"The data directory's name may hold no line break, ';' or '#': {name}")
    longest = home.run / "postgres" / ".s.PGSQL.5432"
    excess = len(os.fsencode(longest)) - SOCKET_BYTES
    if excess > 0:
        raise ClusterError(
            f"The data directory's path is {excess} bytes too long for the sockets in it: {name}\n"
            "Choose a shorter one with --home or TINTYPE_HOME.",
        )


def _check_writable(directory: Path) -> None:
    """Asking the mode bits is not enough: the disk may be read-only or full."""
    probe = directory / ".probe"
    probe.write_bytes(b"x" * 4096)
    probe.unlink()


def _check_space(home: Home) -> None:
    free = shutil.disk_usage(home.path).free
    if free < NEEDED_BYTES:
        raise ClusterError(
            f"Only {free // 1_000_000} MB are free where {home.path} lies; "
            f"Tintype needs {NEEDED_BYTES // 1_000_000} MB to start.\n"
            "Make room, or choose another disk with --home or TINTYPE_HOME.",
        )
