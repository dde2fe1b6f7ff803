"""As whom PostgreSQL and PgBouncer run: both refuse to run as root."""

import os
import pwd
import stat
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.program import Account, as_account

# The wheel's own habit, so that a machine that has used the wheel has the user already.
ACCOUNT = "pgserver"


def find_account(home: Home, data: Iterable[Path]) -> Account | None:
    """None when this process may run them itself. As root this may add the user, once."""
    if os.geteuid() != 0:
        return None
    entry = _owner(data) or _user(ACCOUNT) or _added_user()
    account = Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    _let_in(home, account)
    return account


def may(account: Account, test: str, path: Path) -> bool:
    command = ["setpriv", *as_account(account), "--", "test", test, str(path)]
    return subprocess.run(command, check=False, cwd="/").returncode == 0


def own_directory(path: Path, account: Account | None) -> None:
    path.mkdir(mode=0o700, exist_ok=True)
    give(path, account)


def give(path: Path, account: Account | None) -> None:
    if account is not None:
        os.chown(path, account.uid, account.gid)


def _owner(data: Iterable[Path]) -> pwd.struct_passwd | None:
    """Data that is there stays with the user it belongs to."""
    for path in data:
        if path.exists():
            uid = path.stat().st_uid
            try:
                return pwd.getpwuid(uid)
            except KeyError:
                raise ClusterError(f"{path} belongs to user {uid}, who is not on this machine: chown -R it.") from None
    return None


def _user(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _added_user() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        reason = getattr(error, "stderr", "") or error
        raise ClusterError(
            f"PostgreSQL does not run as root, and a user for it could not be added: {reason}\n"
            f"Add one with `{' '.join(command)}`, or start Tintype as a normal user.",
        ) from None
    return pwd.getpwnam(ACCOUNT)


def _let_in(home: Home, account: Account) -> None:
    """The account may pass through HOME and HOME/run to what is its own there; it may not look around."""
    for directory in (home.path, home.run):
        os.chown(directory, -1, account.gid)
        directory.chmod(stat.S_IMODE(directory.stat().st_mode) | stat.S_IXGRP)
    if not may(account, "-x", home.run):
        closed = next(parent for parent in reversed(home.run.parents) if not may(account, "-x", parent))
        raise ClusterError(
            f"PostgreSQL runs as {account.name}, who may not enter {closed}.\n"
            f"Choose a data directory elsewhere with --home or TINTYPE_HOME, or run `chmod o+x {closed}`.",
        )
