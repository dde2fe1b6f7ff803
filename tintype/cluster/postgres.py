"""A PostgreSQL server process: its command line and its first-time set-up."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tintype.cluster.account import own_directory
from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home, postgres_name
from tintype.cluster.installation import Installation
from tintype.cluster.postgres_access import METHOD, password_of, server_rules, write_private
from tintype.cluster.program import Program, as_account, python
from tintype.cluster.ready import postgres_answers
from tintype.cluster.sql import conninfo
from tintype.cluster.stale import clear_stale_pid
from tintype.config.topology import Member, Postgres, Server, Topology

LOCAL = {
    "listen_addresses": "",  # only the unix socket, in a directory that only its owner may enter
    "unix_socket_permissions": "0700",
}
SETTINGS = {
    # 4 x 2 web threads with a connection a database each, workers, dispatcher; the rest is for tools.
    "max_connections": "200",
    "shared_buffers": "256MB",
    "jit": "off",  # every statement here is short; compiling one takes longer than running it
    "log_line_prefix": "%m [%p] %d ",
    "log_checkpoints": "off",
    # What Django asks for: where the server has it already, nothing has to be set in a session of a pooler.
    "timezone": "UTC",
    # Shards move by logical replication, several at a time, each with a slot and two workers on either side.
    "wal_level": "logical",
    "max_wal_senders": "30",
    "max_replication_slots": "30",
    "max_logical_replication_workers": "20",
    "max_worker_processes": "40",
    # A replica's long query would otherwise be cancelled when the primary has cleaned up what it reads.
    "hot_standby_feedback": "on",
    # How far a replica may fall behind and still catch up. A slot would keep more, until the primary's disk is full.
    "wal_keep_size": "1GB",
    # A standby whose primary is gone looks this often for it, and only then sees that it is to be promoted: of the
    # usual five seconds a promotion took all.
    "wal_retrieve_retry_interval": "200ms",
}
# A test's data need not survive a power cut; this makes creating databases several times faster.
NOT_DURABLE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
BUILTIN_PROVIDER = 17
STOP_SIGNAL = "INT"  # "fast": ends sessions, writes a checkpoint, stops


def program(home: Home, server: Server, member: Member, installed: Installation, *, durable: bool = True) -> Program:
    is_alone = server.replica is None
    command = _command(home, server, member, installed, durable=durable)
    if not is_alone:
        command = _guarded(home, server, member, installed, command)
    if member.address.is_on_network:
        # For its subscriptions: one is read on whatever machine the shard moves to, so it names no file.
        command = ("env", f"PGPASSFILE={member.address.passfile}", *command)
    return Program(
        name=postgres_name(member.name),
        group="engines",
        command=command,
        ready=partial(postgres_answers, member.address),
        # Commits wait for a synchronous replica; without another one everything is read from the primary.
        is_needed=member == server.primary or server.is_synchronous,
        stop_signal=STOP_SIGNAL,
        stop_seconds=60,
        reload_signal="HUP",
        orphan_signal=STOP_SIGNAL,
        account=installed.account if is_alone else None,
    )


def _command(home: Home, server: Server, member: Member, installed: Installation, *, durable: bool) -> tuple[str, ...]:
    address = member.address
    settings = SETTINGS | _listens(home, address) | {"port": str(address.port)}
    if server.megabytes:
        settings |= {"shared_buffers": f"{server.megabytes}MB", "min_wal_size": "32MB"}
    for peer in server.members:
        if peer != member:
            # Read by a standby only; by its application_name the primary knows who follows.
            settings["primary_conninfo"] = conninfo(peer.address, application_name=member.name)
    if not durable:
        settings |= NOT_DURABLE
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return (str(installed.bin / "postgres"), "-D", str(home.data_of(member.name)), *options)


def _listens(home: Home, address: Postgres) -> dict[str, str]:
    if not address.is_on_network:
        return LOCAL | {"unix_socket_directories": address.host}
    # No socket: whoever runs here under the same account would come in by it without the password.
    return {"listen_addresses": address.host, "unix_socket_directories": "", "hba_file": str(server_rules(home))}


def _guarded(
    home: Home, server: Server, member: Member, installed: Installation, command: tuple[str, ...]
) -> tuple[str, ...]:
    """Of two members one follows the other; which one is found out at every start."""
    peer = next(other for other in server.members if other != member)
    account = installed.account
    return (
        *(python(), "-m", "tintype.cluster.member", "--home", str(home.path), "--server", server.name),
        *("--member", member.name, "--peer", peer.name, "--peer-address", conninfo(peer.address)),
        *(("--account", account.name) if account else ()),
        *("--", *command),
    )


def prepare(home: Home, topology: Topology, server: Server, installed: Installation, *, durable: bool) -> None:
    """What has to be there before those of its members that are here can start. The replica copies its primary when
    it is started.
    """
    for member in server.members:
        if topology.is_here(member.address.host):
            _clear(home, member, installed)
    is_here = topology.is_here(server.primary.address.host)
    if is_here and not home.data_of(server.primary.name).exists():
        _check_that_nothing_is_lost(home, server)
        _check_replica_elsewhere(topology, server)
        _initialise(home, server.primary, installed, durable=durable)


def _clear(home: Home, member: Member, installed: Installation) -> None:
    data, address, socket = home.data_of(member.name), member.address, None
    if not address.is_on_network:
        own_directory(Path(address.host), installed.account)
        socket = Path(address.host) / f".s.PGSQL.{address.port}"
    if data.exists() and postgres_name(member.name) not in home.running:
        clear_stale_pid(data, socket)


def _check_that_nothing_is_lost(home: Home, server: Server) -> None:
    """An empty primary beside the data of its replica, or of the time before it had one, helps nobody."""
    primary = home.data_of(server.primary.name)
    for name in (server.name, f"{server.name}-a", f"{server.name}-b"):
        if home.data_of(name).exists():
            raise ClusterError(
                f"{primary}, where the data of the server {server.name} should be, is not there, but "
                f"{home.data_of(name)} is.\nIf the disk was lost, `tintype shards promote {server.name}` has the "
                "replica take its place.\nElse rename what is there if it is the data meant, or move it away to begin "
                "with none.",
            )


def _check_replica_elsewhere(topology: Topology, server: Server) -> None:
    """At the first start of all it waits for its primary. If it has data already, this machine's disk was replaced."""
    replica = server.replica
    if replica and not topology.is_here(replica.address.host) and not postgres_answers(replica.address):
        raise ClusterError(
            f"{server.primary.name} has no data here, but its replica {replica.name} has, on {replica.address.host}.\n"
            f"If the disk was lost, `tintype shards promote {server.name}` there, then here, has the replica take its "
            "place."
        )


def _initialise(home: Home, member: Member, installed: Installation, *, durable: bool) -> None:
    """In a directory beside the real one, so that a start that was cut off leaves nothing half-made."""
    data = home.data_of(member.name)
    unfinished = data.with_name(f"{data.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    own_directory(unfinished, installed.account)
    command = [
        *("setpriv", *as_account(installed.account), "--", str(installed.bin / "initdb")),
        *("-D", str(unfinished), "-U", member.address.user, "--data-checksums", "--encoding=UTF8"),
        *_sorting(installed.major),
        *(() if durable else ("--no-sync",)),
    ]
    with _let_in_by(home, member, installed) as options:
        done = subprocess.run([*command, *options], capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise ClusterError(f"PostgreSQL's first-time set-up failed:\n{done.stderr.strip()}")
    unfinished.rename(data)


@contextmanager
def _let_in_by(home: Home, member: Member, installed: Installation) -> Iterator[tuple[str, ...]]:
    """On the network by a password, which initdb reads from a file."""
    if not member.address.is_on_network:
        yield "--auth-local=trust", "--auth-host=reject"
        return
    path = home.run / f"{postgres_name(member.name)}.password"
    write_private(path, [password_of(home)], installed.account)
    yield "--auth-local=reject", f"--auth-host={METHOD}", f"--pwfile={path}"
    path.unlink()


def _sorting(major: int) -> tuple[str, ...]:
    """By code point whatever the machine's C library does, so that an index made here is right on the next machine.

    PostgreSQL has a provider of its own for that; before it had, the C library's C.UTF-8 did the same.
    """
    if major >= BUILTIN_PROVIDER:
        return ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
    return ("--locale=C.UTF-8",)
