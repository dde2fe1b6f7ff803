"""One program that Tintype runs, and the command line that ties it to its parent's life."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

# Answers "" when the program does its work, else the reason why not, in words.
Check = Callable[[], str]


def python() -> str:
    """What the programs are started with. On a machine that is deployed to, it finds the release of the day."""
    return os.environ.get("TINTYPE_PYTHON", sys.executable)


@dataclass(frozen=True)
class Account:
    """The unprivileged user that a program runs as when Tintype is started by root."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Program:
    name: str
    command: tuple[str, ...]
    # The programs of a group stop at the same time: the site first, then the engines that it uses.
    group: str = "site"
    # None for a program that answers nobody: it is ready when it has stayed up for a while.
    ready: Check | None = None
    # Without it there is a Tintype all the same.
    is_needed: bool = True
    # How long it has to stay up before the supervisor takes its start for a success.
    start_seconds: int = 1
    stop_signal: str = "TERM"
    stop_seconds: int = 10
    # By which it takes a changed configuration without losing a connection; empty: it has to be started again.
    reload_signal: str = ""
    # What it reads beside the files in HOME that its command line names.
    files: tuple[Path, ...] = ()
    # What the kernel sends it when its parent dies, be it by kill -9: nothing may stay behind.
    orphan_signal: str = "KILL"
    account: Account | None = None
    # What nobody waits for gives way to what somebody waits for.
    niceness: int = 0

    @property
    def spec(self) -> str:
        """Its name in supervisor's words."""
        return f"{self.group}:{self.name}"

    def tethered(self) -> list[str]:
        nice = ("nice", "-n", str(self.niceness)) if self.niceness else ()
        return tethered((*nice, *self.command), self.orphan_signal, self.account)


def tethered(command: Sequence[str], orphan_signal: str, account: Account | None) -> list[str]:
    """Setpriv changes the user first: the kernel forgets the signal at a change of user."""
    return ["setpriv", "--pdeathsig", orphan_signal, *as_account(account), "--", *command]


def as_account(account: Account | None) -> list[str]:
    if account is None:
        return []
    return ["--reuid", str(account.uid), "--regid", str(account.gid), "--clear-groups"]
