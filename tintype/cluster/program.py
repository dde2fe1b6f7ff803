"""One program that Tintype runs, and the command line that ties it to its parent's life."""

from dataclasses import dataclass


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
    stop_signal: str = "TERM"
    stop_seconds: int = 10
    # What the kernel sends it when its parent dies, be it by kill -9: nothing may stay behind.
    orphan_signal: str = "KILL"
    account: Account | None = None

    def tethered(self) -> list[str]:
        """Setpriv changes the user first: the kernel forgets the signal at a change of user."""
        return ["setpriv", "--pdeathsig", self.orphan_signal, *as_account(self.account), "--", *self.command]


def as_account(account: Account | None) -> list[str]:
    if account is None:
        return []
    return ["--reuid", str(account.uid), "--regid", str(account.gid), "--clear-groups"]
