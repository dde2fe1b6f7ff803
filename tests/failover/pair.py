"""A primary and its standby, asynchronous, started with nothing of Tintype around them."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tintype.cluster.installation import Installation
from tintype.cluster.program import as_account
from tintype.cluster.sql import connect
from tintype.config.topology import Postgres

START_SECONDS = 60
PAUSE_SECONDS = 0.05


@dataclass
class Process:
    """One of the two."""

    name: str
    data: Path
    address: Postgres
    installed: Installation
    process: subprocess.Popen[bytes] | None = None

    def run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            self._command(program, *arguments), check=True, capture_output=True, cwd="/", timeout=START_SECONDS
        )

    def start(self) -> None:
        settings = {"port": self.address.port, "unix_socket_directories": self.address.host, "listen_addresses": ""}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with self.data.with_suffix(".log").open("ab") as log:
            command = ["setpriv", "--pdeathsig", "INT", *self._command("postgres", "-D", str(self.data), *options)[1:]]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")
        end = time.monotonic() + START_SECONDS
        while not self.answers():
            assert self.process.poll() is None, self.data.with_suffix(".log").read_text()
            assert time.monotonic() < end
            time.sleep(PAUSE_SECONDS)

    def answers(self) -> bool:
        with suppress(psycopg.OperationalError):
            self.connect().close()
            return True
        return False

    def connect(self, dbname: str = "postgres") -> psycopg.Connection:
        return connect(self.address, dbname)

    def stop(self, number: int = signal.SIGINT) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)
            try:
                self.process.wait(START_SECONDS)
            finally:
                self.process.kill()

    def _command(self, program: str, *arguments: str) -> list[str]:
        return ["setpriv", *as_account(self.installed.account), "--", str(self.installed.bin / program), *arguments]


@dataclass
class Pair:
    first: Process
    second: Process

    def wait_until_followed(self) -> None:
        """Until the second has replayed all that the first has written."""
        with self.first.connect() as one, self.second.connect() as other:
            written = one.execute("SELECT pg_current_wal_insert_lsn()").fetchone()
            end = time.monotonic() + START_SECONDS
            while other.execute("SELECT pg_last_wal_replay_lsn() < %s::pg_lsn", written).fetchone() != (False,):
                assert time.monotonic() < end
                time.sleep(PAUSE_SECONDS)

    def stop(self) -> None:
        for one in (self.first, self.second):
            one.stop(signal.SIGQUIT)


def start_pair(place: Path, installed: Installation) -> Pair:
    """`place` has to let the account through."""
    for name in ("first", "second"):
        socket = place / f"run-{name}"
        socket.mkdir(mode=0o700)
        if installed.account:
            os.chown(socket, installed.account.uid, installed.account.gid)
    first, second = (
        Process(name, place / name, Postgres(str(place / f"run-{name}"), 5432, "tintype"), installed)
        for name in ("first", "second")
    )
    if installed.account:
        os.chown(place, installed.account.uid, installed.account.gid)
    first.run("initdb", "-D", str(first.data), "-U", "tintype", "-E", "UTF8", "--locale=C", "--data-checksums")
    first.start()
    second.run("pg_basebackup", "-d", conninfo(first.address), "-D", str(second.data), "-R", "--checkpoint=fast")
    second.start()
    return Pair(first, second)


def conninfo(address: Postgres) -> str:
    return f"host={address.host} port={address.port} user={address.user}"
