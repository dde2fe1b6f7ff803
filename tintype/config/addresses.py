"""Addresses as the topology writes them: "10.0.0.7:4730"."""

from tintype.config.servers import MOST_PORT
from tintype.config.tables import Table


def read_addresses(table: Table, key: str, what: str, least: int = 1) -> tuple[tuple[str, int], ...]:
    """`least` 0 where port 0 means that `tintype up` chooses one."""
    return tuple(_address(table, key, what, text, least) for text in table.texts(key))


def _address(table: Table, key: str, what: str, text: str, least: int) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not least <= int(port) <= MOST_PORT:
        raise table.wrong(f"{what} is written host:port, not {text!r}", key)
    return host, int(port)
