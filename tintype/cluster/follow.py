"""Leaving a data directory so that PostgreSQL starts in it as the standby of its peer."""

import shutil
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tintype.cluster.account import give, own_directory
from tintype.cluster.errors import ClusterError

if TYPE_CHECKING:
    from tintype.cluster.member import Start

PAUSE_SECONDS = 0.2
CONNECT_SECONDS = 5
STANDBY = "standby.signal"


def follow(start: "Start") -> None:
    """A standby goes on where it was. Who was primary is rewound to where the two parted; what it wrote after that and
    did not hand on is gone. What cannot be rewound, or was not rewound to the end, is copied.
    """
    if (start.data / STANDBY).exists() and not _mark_of_rewinding(start).exists():
        return
    _wait_for_primary(start)
    if not (start.data.exists() and _is_rewound(start)):
        _copy_primary(start)
    _mark_of_rewinding(start).unlink(missing_ok=True)


def refuse_second_primary(start: "Start") -> None:
    """Somebody promoted the peer without `tintype shards promote`: which of them is right only a person knows."""
    if _is_primary(start.peer_address):
        raise ClusterError(
            f"{start.peer} is a primary already, while roles.json says that {start.member} is. If {start.peer} is the "
            f"right one, run `tintype shards promote {start.server}`: what only {start.member} has is lost then."
        )


def _wait_for_primary(start: "Start") -> None:
    if not _is_primary(start.peer_address):
        say(f"waiting for {start.peer}, which should be the primary")
    while not _is_primary(start.peer_address):
        time.sleep(PAUSE_SECONDS)


def _is_primary(address: str) -> bool:
    """Whose promotion is finished: it is read-only until then (cluster.promote_postgres)."""
    import psycopg  # noqa: PLC0415  slow import

    with (
        suppress(psycopg.OperationalError),
        psycopg.connect(address, dbname="postgres", connect_timeout=CONNECT_SECONDS, autocommit=True) as connection,
    ):
        row = connection.execute("SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool")
        return row.fetchone() == (False,)
    return False


def _mark_of_rewinding(start: "Start") -> Path:
    """Beside the data, since pg_rewind removes what the primary does not have."""
    return start.data.with_name(f"{start.data.name}.rewinding")


def _is_rewound(start: "Start") -> bool:
    mark = _mark_of_rewinding(start)
    if mark.exists():
        return False
    say(f"rewinding to where {start.peer} became the primary")
    mark.touch()
    # Slots of moves that ended with the old primary: kept, they would hold back its log until the disk is full.
    for slot in (start.data / "pg_replslot").iterdir():
        shutil.rmtree(slot)
    # PostgreSQL 15 looks for the timeline in a file that only a checkpoint writes; a promotion makes one.
    if start.tool(
        "pg_rewind", "-D", str(start.data), "--source-server", f"{start.peer_address} dbname=postgres"
    ).returncode:
        return False
    mark_standby(start, start.data)
    return True


def _copy_primary(start: "Start") -> None:
    """In a directory beside the real one, so that a copy that was cut off is not taken for a whole one."""
    unfinished = start.data.with_name(f"{start.data.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    own_directory(unfinished, start.account)
    say(f"copying {start.peer}")
    target = ("-D", str(unfinished), "--wal-method=stream", "--checkpoint=fast")
    if start.tool("pg_basebackup", "-d", start.peer_address, *target).returncode:
        sys.exit(f"{start.member}: {start.peer} could not be copied")  # the supervisor tries again
    mark_standby(start, unfinished)
    if start.data.exists():
        shutil.rmtree(start.data)
    unfinished.rename(start.data)


def mark_standby(start: "Start", data: Path) -> None:
    (data / STANDBY).touch()
    give(data / STANDBY, start.account)


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  into the member's log
