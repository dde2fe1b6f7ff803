"""Telling systemd that Tintype is ready, where it waits for that (Type=notify)."""

import os
import socket

VARIABLE = "NOTIFY_SOCKET"


def tell_ready() -> None:
    path = os.environ.get(VARIABLE)
    if not path:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as connection:
        # A name that begins with @ is in no directory, which the kernel writes as a zero byte.
        connection.connect(f"\0{path[1:]}" if path.startswith("@") else path)
        connection.sendall(b"READY=1")
