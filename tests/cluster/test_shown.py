"""What `tintype up` and `tintype status` show of many parts, and how they know."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest

from tintype.cluster.memory import memory_of
from tintype.cluster.program import Program
from tintype.cluster.rounds import grouped, label
from tintype.cluster.sockets import connections_at

MEGABYTES = 40
CHILD = f"x = bytearray({MEGABYTES} * 2**20); x[::4096] = bytes(len(x[::4096])); print('here', flush=True); input()"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CHILD!r}])"


@pytest.fixture
def parent() -> Iterator[int]:
    """A process that has a child with some memory."""
    command = [sys.executable, "-c", PARENT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdin
        assert process.stdout.readline() == "here\n"
        yield process.pid
        process.stdin.write("\n")


def test_the_memory_of_a_part_is_that_of_its_children_too(parent: int) -> None:
    found = memory_of({parent, os.getpid()})
    assert MEGABYTES * 2**20 < found[parent] < 2 * MEGABYTES * 2**20
    assert found[os.getpid()] > 2**20


def test_connections_are_counted_by_address_and_port() -> None:
    with closing(socket.create_server(("127.9.8.7", 0))) as server:
        address = server.getsockname()
        assert connections_at(*address) == 0
        with closing(socket.create_connection(address)), closing(socket.create_connection(address)):
            accepted = [server.accept()[0] for _ in range(2)]
            assert connections_at(*address) == 2
            assert connections_at("127.9.8.8", address[1]) == 0
            for connection in accepted:
                connection.close()


def test_many_parts_that_are_alike_are_one_line() -> None:
    names = ["postgres-db1-a", *(f"app-{n}" for n in range(1, 26)), "redis-1", "redis-2", "web"]
    lines = [label([program.name for program in some]) for some in grouped([Program(name, ()) for name in names])]
    assert lines == ["postgres-db1-a", "app-1 … app-25", "redis-1", "redis-2", "web"]
