"""The start of a PostgreSQL that has a peer: which of the two follows the other is found out each time.

`python -m tintype.cluster.member --home … --server db1 --member db1-b --peer db1-a … -- postgres …` becomes that
PostgreSQL, as the primary or, with standby.signal in its data directory, as the one who follows it. A standby without
data copies its primary first. It begins as root, since the account may not be able to read this very file.
"""

import argparse
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tintype.cluster.account import give, own_directory
from tintype.cluster.home import Home
from tintype.cluster.program import Account, tethered
from tintype.config.servers import recorded_roles

PAUSE_SECONDS = 0.2
STANDBY = "standby.signal"


@dataclass(frozen=True)
class Start:
    home: Home
    server: str
    member: str
    peer: str
    peer_address: str
    account: Account | None
    command: tuple[str, ...]

    @classmethod
    def read(cls) -> Self:
        parser = argparse.ArgumentParser(description=__doc__)
        for name in ("--home", "--server", "--member", "--peer", "--peer-address"):
            parser.add_argument(name, required=True)
        parser.add_argument("--account")
        parser.add_argument("command", nargs="+")
        said = parser.parse_args()
        entry = pwd.getpwnam(said.account) if said.account else None
        account = Account(entry.pw_name, entry.pw_uid, entry.pw_gid) if entry else None
        home = Home(Path(said.home))
        return cls(home, said.server, said.member, said.peer, said.peer_address, account, tuple(said.command))

    @property
    def data(self) -> Path:
        return self.home.data_of(self.member)

    @property
    def is_primary(self) -> bool:
        return recorded_roles(self.home.path).get(self.server, f"{self.server}-a") == self.member

    def tool(self, name: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Run one of PostgreSQL's programs as its account; what it says goes into this member's log."""
        command = (str(Path(self.command[0]).with_name(name)), *arguments)
        return subprocess.run(tethered(command, "KILL", self.account), check=False, cwd=self.home.path)


def main() -> None:
    # Without Python's own handler a stop ends this at once, whatever it waits for.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    start = Start.read()
    if not start.is_primary:
        follow(start)
    command = tethered(start.command, "INT", start.account)
    os.execvp(command[0], command)  # noqa: S606  the command line of this program


def follow(start: Start) -> None:
    """Leave the data directory so that PostgreSQL starts as a standby in it."""
    if not start.data.exists():
        copy_primary(start)
    mark_standby(start, start.data)


def copy_primary(start: Start) -> None:
    """In a directory beside the real one, so that a copy that was cut off is not taken for a whole one."""
    unfinished = start.data.with_name(f"{start.data.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    own_directory(unfinished, start.account)
    while start.tool("pg_isready", "--quiet", "-d", start.peer_address).returncode:
        time.sleep(PAUSE_SECONDS)
    say(f"copying {start.peer}")
    target = ("-D", str(unfinished), "--wal-method=stream", "--checkpoint=fast")
    if start.tool("pg_basebackup", "-d", start.peer_address, *target).returncode:
        sys.exit(f"{start.member}: {start.peer} could not be copied")  # the supervisor tries again
    mark_standby(start, unfinished)
    unfinished.rename(start.data)


def mark_standby(start: Start, data: Path) -> None:
    (data / STANDBY).touch()
    give(data / STANDBY, start.account)


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  into the member's log


if __name__ == "__main__":
    main()
