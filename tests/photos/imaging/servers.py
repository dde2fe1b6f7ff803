"""Imaging servers of the tests' own."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tintype.photos.imaging import client

# What it forks becomes a shell.
SHELL = """
import os
from tintype.photos.imaging import child, server

def run(order, files):
    for stream, file in enumerate(files):
        os.dup2(file, stream)
    os.closerange(3, 100)
    os.execv("/bin/sh", ["sh", "-c", {script!r}])

child.run = run
server.main()
"""
SetProgram = Callable[[str], None]


@contextmanager
def own_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SetProgram]:
    def set_program(program: str) -> None:
        monkeypatch.setattr(client, "COMMAND", [sys.executable, "-sP", "-c", program])

    monkeypatch.setattr(client, "_kept", client._Kept())
    yield set_program
    if client._kept._server is not None:
        client._kept._server.close()


def server_pid() -> int:
    assert client._kept._server is not None
    return int(client._kept._server._process.pid)


def children_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def has_ended(is_so: Callable[[], bool]) -> bool:
    """What another process does comes a moment later."""
    deadline = time.monotonic() + 60
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.01)
    return is_so()
