"""The start of a PostgreSQL that has a peer: which of the two follows the other is found out each time.

`python -m tintype.cluster.member --home … --server db1 --member db1-b --peer db1-a … -- postgres …` becomes that
PostgreSQL: as the primary if roles.json says so, else as a standby or not at all. It runs at every start, the
supervisor's own included, so that no way of starting a lost primary gets around it. It begins as root, since the
account may not be able to read this very file.
"""

import argparse
import os
import pwd
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tintype.cluster.errors import ClusterError
from tintype.cluster.follow import follow, refuse_second_primary
from tintype.cluster.home import Home
from tintype.cluster.program import Account, tethered
from tintype.cluster.unused import wait_until_unused
from tintype.config.servers import recorded_roles


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
    try:
        wait_until_unused(start.data)
        refuse_second_primary(start) if start.is_primary else follow(start)
    except ClusterError as error:
        sys.exit(f"{start.member} does not start: {error}")
    command = tethered(start.command, "INT", start.account)
    os.execvp(command[0], command)  # noqa: S606  the command line of this program


if __name__ == "__main__":
    main()
