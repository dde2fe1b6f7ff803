"""The PostgreSQL servers of a topology: a primary, maybe with a replica, and PgBouncer in front of each."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from tintype.config.tables import Table, TableError

MOST_PORT = 65535
MOST_MEGABYTES = 1_000_000
# It becomes part of names of files, programs and replication connections.
NAME = re.compile(r"[a-z0-9_]+")


@dataclass(frozen=True)
class Postgres:
    """Where PostgreSQL, or PgBouncer in front of it, answers."""

    host: str  # a host name, or the directory of a unix socket
    port: int
    user: str
    passfile: str = ""  # where libpq finds the password, which a unix socket does not ask for

    @property
    def is_on_network(self) -> bool:
        return not self.host.startswith("/")


@dataclass(frozen=True)
class Member:
    """One server process with a data directory of its own."""

    name: str
    address: Postgres


@dataclass(frozen=True)
class Server:
    """What holds databases: a primary, and the replica that follows it. The poolers belong to the role, not to the
    member: `pooler` stands in front of whoever is primary.
    """

    name: str
    primary: Member
    replica: Member | None = None
    pooler: Postgres | None = None
    replica_pooler: Postgres | None = None
    # In front of the primary too, beside the replica: for when the pooler, or its machine, is lost.
    spare_pooler: Postgres | None = None
    is_synchronous: bool = False
    megabytes: int = 0  # that each member shares between its sessions; 0: as PostgreSQL has it by itself

    @property
    def members(self) -> tuple[Member, ...]:
        return (self.primary, self.replica) if self.replica else (self.primary,)

    @property
    def addresses(self) -> tuple[Postgres, ...]:
        """Of its members and of all their poolers."""
        poolers = (self.pooler, self.replica_pooler, self.spare_pooler)
        return (*(member.address for member in self.members), *(pooler for pooler in poolers if pooler))


@dataclass(frozen=True)
class Database:
    name: str
    server: Server
    dbname: str


def read_servers(table: Table, home: Path) -> dict[str, Server]:
    roles = recorded_roles(home)
    return {name: _server(name, table.table(name), roles.get(name), home) for name in table.names()}


def recorded_roles(home: Path) -> dict[str, str]:
    """Server -> the member that a promotion made primary. A record that cannot be read stops the start: without it the
    old primary would be taken for the primary.
    """
    path = home / "roles.json"
    try:
        roles = json.loads(path.read_text(encoding="utf-8"))
        return {str(server): str(member) for server, member in roles.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError):
        raise TableError(f'{path} does not say who is primary: {{"server": "member", ...}} is expected') from None


def passfile_of(home: Path) -> Path:
    return home / "run" / "pgpass"


def _server(name: str, table: Table, role: str | None, home: Path) -> Server:
    if not NAME.fullmatch(name):
        raise table.wrong("a server's name is made of small letters, digits and _")
    user = table.text("user")
    address = _postgres(table, "port", table.text("host"), user, home)
    pooler = _pooler(table, address, home)
    is_synchronous = table.has("synchronous") and table.flag("synchronous")
    megabytes = table.number("megabytes", 1, MOST_MEGABYTES) if table.has("megabytes") else 0
    if not table.has("replica"):
        table.finish()
        if is_synchronous:
            raise table.wrong(f"synchronous needs a [postgres.{name}.replica]", "synchronous")
        return Server(name, Member(name, address), pooler=pooler, megabytes=megabytes)
    entry = table.table("replica")
    replica_address = _postgres(entry, "port", entry.text("host"), user, home)
    replica_pooler = _pooler(entry, replica_address, home)
    spare = _pooler(entry, replica_address, home, "spare")
    if spare and not pooler:
        raise TableError(f"{entry.where}: spare stands in for the pooler of [postgres.{name}], which has none")
    entry.finish()
    table.finish()
    primary, replica = _by_role(name, Member(f"{name}-a", address), Member(f"{name}-b", replica_address), role)
    return Server(name, primary, replica, pooler, replica_pooler, spare, is_synchronous, megabytes)


def _by_role(server: str, first: Member, second: Member, role: str | None) -> tuple[Member, Member]:
    if role not in {None, first.name, second.name}:
        raise TableError(f"roles.json names {role} as the primary of {server}, which has {first.name}, {second.name}")
    return (second, first) if role == second.name else (first, second)


def _postgres(table: Table, port: str, host: str, user: str, home: Path) -> Postgres:
    number = table.number(port, 1, MOST_PORT)
    return Postgres(host, number, user, "" if host.startswith("/") else str(passfile_of(home)))


def _pooler(table: Table, beside: Postgres, home: Path, key: str = "pooler") -> Postgres | None:
    """On the host, or in the socket directory, of the server that the topology names beside it."""
    return _postgres(table, key, beside.host, beside.user, home) if table.has(key) else None
