"""Slow phones take their time with nginx; app servers have none of it."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.front.conftest import FRONT, Park

# More than the app servers have threads, and requests that wait for one.
MANY = 40


@contextmanager
def phones(front: Park, says: bytes) -> Iterator[list[socket.socket]]:
    with ExitStack() as open_ones:
        at = (FRONT, front.front.port)
        yield [open_ones.enter_context(_saying(at, says)) for _ in range(MANY)]


def _saying(at: tuple[str, int], says: bytes) -> socket.socket:
    phone = socket.create_connection(at)
    phone.sendall(says)
    return phone


def test_forms_that_come_slowly(front: Park) -> None:
    half = b"POST /posts/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n" + b"x" * 500
    with phones(front, half) as slow:
        time.sleep(0.5)
        assert sum(front.state(app.name).requests for app in front.topology.apps) == 0
        assert front.ask("/p/1/").status == 200
        for phone in slow:
            phone.sendall(b"x" * 500)
        assert [b" 200 " in phone.recv(100) for phone in slow] == [True] * MANY


def test_answers_that_are_read_slowly(front: Park) -> None:
    ask = b"GET /p/1/?bytes=8000000 HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with phones(front, ask):
        end = time.monotonic() + 20
        while sum(front.state(app.name).requests for app in front.topology.apps):
            assert time.monotonic() < end
            time.sleep(0.1)
        assert front.ask("/p/1/").status == 200
