"""What a stopped primary had committed and its standby never got, read from the stopped one's disk."""

import subprocess
from pathlib import Path

from tintype.cluster.account import find_account
from tintype.cluster.home import Home
from tintype.cluster.installation import find_installation
from tintype.cluster.program import as_account

# Eight digits of timeline, then sixteen of position.
NAME_LENGTH = 24


def lost_commits(home: Home, member: str, *, since: str) -> int:
    """PostgreSQL ends the list with a complaint: the log is torn there."""
    data = home.data_of(member)
    installed = find_installation(home, find_account(home, [data]), [data])
    command = [
        *("setpriv", *as_account(installed.account), "--", str(installed.bin / "pg_waldump")),
        *("--path", str(data / "pg_wal"), "--timeline", str(_timeline(data)), "--start", since, "--rmgr=Transaction"),
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd="/", env={"LC_ALL": "C"}
    ) as reading:
        return sum("desc: COMMIT" in line for line in reading.stdout or ())


def _timeline(data: Path) -> int:
    names = [path.name for path in (data / "pg_wal").iterdir() if len(path.name) == NAME_LENGTH]
    return int(max(names)[:8], 16)


def waited_for_standby(home: Home, member: str) -> bool:
    """Did it answer a commit only when its standby had it too?"""
    return "synchronous_standby_names = '\"" in (home.data_of(member) / "postgresql.auto.conf").read_text()
