"""Which PostgreSQL binaries to run, and as whom: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path

from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.postgres import Installation
from tintype.cluster.program import Account, as_account
from tintype.cluster.wheels import postgres_bin

# The wheel's own habit, so that a machine that has used the wheel has the user already.
ACCOUNT = "pgserver"


def find_installation(home: Home) -> Installation:
    """Binaries that the account can run. As root this may add the user and copy the binaries, once."""
    account = _account(home) if os.geteuid() == 0 else None
    if account is not None:
        _let_in(home, account)
    return Installation(_runnable(home, account), account)


def _account(home: Home) -> Account:
    entry = _owner(home.postgres_data) or _user(ACCOUNT) or _added_user()
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _owner(data: Path) -> pwd.struct_passwd | None:
    """Data that is there stays with the user it belongs to."""
    if not data.exists():
        return None
    uid = data.stat().st_uid
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise ClusterError(f"{data} belongs to user {uid}, who is not on this machine: chown -R it.") from None


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
    if not _may(account, "-x", home.run):
        closed = next(parent for parent in reversed(home.run.parents) if not _may(account, "-x", parent))
        raise ClusterError(
            f"PostgreSQL runs as {account.name}, who may not enter {closed}.\n"
            f"Choose a data directory elsewhere with --home or TINTYPE_HOME, or run `chmod o+x {closed}`.",
        )


def _may(account: Account, test: str, path: Path) -> bool:
    command = ["setpriv", *as_account(account), "--", "test", test, str(path)]
    return subprocess.run(command, check=False, cwd="/").returncode == 0


def _runnable(home: Home, account: Account | None) -> Path:
    wheel = postgres_bin()
    if account is None or _may(account, "-x", wheel / "postgres"):
        return wheel
    return _copied(home, wheel)


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
