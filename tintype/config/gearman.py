"""The Gearman servers of a topology, and what each is called."""

from collections.abc import Iterable

from tintype.config.addresses import read_addresses
from tintype.config.tables import Table

Address = tuple[str, int]


def read_gearman(table: Table, recorded: dict[str, int]) -> tuple[Address, ...]:
    """Port 0 means: `tintype up` chooses a free one and records it."""
    servers = named(read_addresses(table, "servers", "a server", 0))
    table.finish()
    return tuple((host, port or recorded.get(name, 0)) for name, (host, port) in servers.items())


def named(servers: Iterable[Address]) -> dict[str, Address]:
    """Program -> address."""
    servers = tuple(servers)
    if len(servers) == 1:
        return {"gearman": servers[0]}
    return {f"gearman-{number}": server for number, server in enumerate(servers, 1)}
