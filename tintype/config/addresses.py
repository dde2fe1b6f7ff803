"""Addresses as the topology writes them: "10.0.0.7:4730"."""

from tintype.config.servers import MOST_PORT
from tintype.config.tables import Table, TableError


def split_address(where: str, what: str, text: str, least: int = 1) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not least <= int(port) <= MOST_PORT:
        raise TableError(f"{where}: {what} is written host:port, not {text!r}")
    return host, int(port)


def read_addresses(table: Table, key: str, what: str) -> tuple[tuple[str, int], ...]:
    return tuple(split_address(table.where, what, text) for text in table.texts(key))
