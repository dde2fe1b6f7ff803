"""How many talk with a program: the connections at its address, as the kernel lists them."""

import socket
import struct
from collections import Counter
from pathlib import Path

ESTABLISHED = "01"
ANY = "0.0.0.0"  # noqa: S104  compared, not listened to


def connections_at(host: str, port: int) -> int:
    """Of IPv4; a name is looked up."""
    counted = _counted()
    if host == ANY:
        return sum(number for (_, at), number in counted.items() if at == port)
    return counted[socket.gethostbyname(host), port]


def _counted() -> Counter[tuple[str, int]]:
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    fields = (line.split() for line in lines)
    return Counter(_address(entry[1]) for entry in fields if entry[3] == ESTABLISHED)


def _address(text: str) -> tuple[str, int]:
    """The kernel writes the address as a number in the machine's own order of bytes.

    >>> _address("0100007F:1F40")
    ('127.0.0.1', 8000)
    """
    host, port = text.split(":")
    return socket.inet_ntoa(struct.pack("=I", int(host, 16))), int(port, 16)
