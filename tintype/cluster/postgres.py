"""PostgreSQL from the wheel: its command line, the first-time set-up, and the databases of the topology."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.program import Account, Program, as_account
from tintype.cluster.ready import postgres_answers
from tintype.cluster.sql import connect
from tintype.cluster.stale import clear_stale_pid
from tintype.config.topology import Postgres, Topology

MAJOR = "18"

SETTINGS = {
    "listen_addresses": "",  # only the unix socket, in a directory that only its owner may enter
    "unix_socket_permissions": "0700",
    # 4 x 2 web threads with a connection a database each, workers, dispatcher; the rest is for tools.
    "max_connections": "200",
    "shared_buffers": "256MB",
    "jit": "off",  # every statement here is short; compiling one takes longer than running it
    "log_line_prefix": "%m [%p] %d ",
    "log_checkpoints": "off",
}
# A test's data need not survive a power cut; this makes creating databases several times faster.
NOT_DURABLE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass(frozen=True)
class Installation:
    """The binaries that the account can run."""

    bin: Path
    account: Account | None


def program(home: Home, server: Postgres, installed: Installation, *, durable: bool = True) -> Program:
    settings = SETTINGS | {"unix_socket_directories": server.host, "port": str(server.port)}
    if not durable:
        settings |= NOT_DURABLE
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return Program(
        name="postgres",
        group="engines",
        command=(str(installed.bin / "postgres"), "-D", str(home.postgres_data), *options),
        ready=partial(postgres_answers, server),
        stop_signal="INT",  # "fast": ends sessions, writes a checkpoint, stops
        stop_seconds=60,
        orphan_signal="INT",
        account=installed.account,
    )


def prepare(home: Home, server: Postgres, installed: Installation) -> None:
    """What has to be there before the server can start."""
    _own_directory(Path(server.host), installed.account)
    version = home.postgres_data / "PG_VERSION"
    if home.postgres_data.exists():
        found = version.read_text().strip() if version.exists() else "an unknown version"
        if found != MAJOR:
            raise ClusterError(f"{home.postgres_data} was written by PostgreSQL {found}, this is {MAJOR}.")
        clear_stale_pid(home.postgres_data, Path(server.host) / f".s.PGSQL.{server.port}")
    else:
        _initialise(home, server, installed)


def _initialise(home: Home, server: Postgres, installed: Installation) -> None:
    """In a directory beside the real one, so that a start that was cut off leaves nothing half-made."""
    unfinished = home.path / "postgres.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    _own_directory(unfinished, installed.account)
    command = [
        *("setpriv", *as_account(installed.account), "--", str(installed.bin / "initdb")),
        *("-D", str(unfinished), "-U", server.user, "--auth-local=trust", "--auth-host=reject", "--data-checksums"),
        # The builtin provider sorts by code point whatever the machine's C library does, so that an index
        # made here is right on the next machine too.
        *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise ClusterError(f"PostgreSQL's first-time set-up failed:\n{done.stderr.strip()}")
    unfinished.rename(home.postgres_data)


def create_databases(topology: Topology) -> list[str]:
    """Create the databases of the topology that are missing; return their names."""
    from psycopg.sql import SQL, Identifier  # noqa: PLC0415  slow import

    created = []
    with connect(topology.directory.server.primary.address) as connection:
        there = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        for database in topology.databases:
            if database.dbname not in there:
                connection.execute(SQL("CREATE DATABASE {}").format(Identifier(database.dbname)))
                created.append(database.dbname)
    return created


def _own_directory(path: Path, account: Account | None) -> None:
    path.mkdir(mode=0o700, exist_ok=True)
    if account is not None:
        os.chown(path, account.uid, account.gid)
