"""Who may come to a PostgreSQL or a PgBouncer that listens on the network: the machines of the topology, by password.

The password is derived from the secret key, so every machine knows it. It stands in files that only the account may
read, and in no command line and no address.
"""

import os
import socket
from collections.abc import Iterable
from ipaddress import ip_address
from pathlib import Path

from tintype.cluster.account import give
from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.program import Account
from tintype.cluster.secret import secret_key
from tintype.config.derive import derive
from tintype.config.servers import passfile_of
from tintype.config.topology import Postgres, Topology

# Whoever goes from one loopback address to another comes from this one.
LOOPBACK = "127.0.0.1"
METHOD = "scram-sha-256"


def write_access(home: Home, topology: Topology, account: Account | None) -> None:
    """What the servers and poolers of this machine, and whoever goes to those of any machine, have to know."""
    on_network = [address for server in topology.servers for address in server.addresses if address.is_on_network]
    if not on_network:
        return
    password = password_of(home)
    lines = {f"{_escaped(address.host)}:*:*:{address.user}:{password}" for address in on_network}
    write_private(passfile_of(home.path), sorted(lines), account)
    users = {address.user for address in on_network}
    write_private(users_file(home), [f'"{user}" "{password}"' for user in sorted(users)], account)
    come_from = _come_from(topology, on_network)
    write_private(pooler_rules(home), _rules(("all",), come_from), account)
    write_private(server_rules(home), _rules(("all", "replication"), come_from), account)


def password_of(home: Home) -> str:
    return derive("postgres", secret_key(home))


def users_file(home: Home) -> Path:
    return home.run / "pgbouncer-users.txt"


def pooler_rules(home: Home) -> Path:
    return home.run / "pgbouncer-hba.conf"


def server_rules(home: Home) -> Path:
    return home.run / "pg_hba.conf"


def write_private(path: Path, lines: Iterable[str], account: Account | None) -> None:
    """Never to be read by anybody else, not even while it is written."""
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{line}\n" for line in lines)
    give(unfinished, account)
    unfinished.replace(path)


def _rules(databases: Iterable[str], come_from: Iterable[str]) -> list[str]:
    return [f"host {database} all {address} {METHOD}" for address in come_from for database in databases]


def _come_from(topology: Topology, on_network: Iterable[Postgres]) -> list[str]:
    """As numbers: PgBouncer knows no names, and PostgreSQL would ask for the name behind each address that comes."""
    hosts = {*topology.machines.values(), *(address.host for address in on_network)}
    numbers = {ip_address(number) for host in hosts for number in _numbers(host)}
    if any(number.is_loopback for number in numbers):
        numbers.add(ip_address(LOOPBACK))
    return [f"{number}/{number.max_prefixlen}" for number in sorted(numbers, key=str)]


def _numbers(host: str) -> set[str]:
    try:
        return {str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except socket.gaierror as error:
        raise ClusterError(
            f"The topology names the machine {host}, whose address is not known: {error.strerror}"
        ) from None


def _escaped(host: str) -> str:
    return host.replace("\\", "\\\\").replace(":", "\\:")
