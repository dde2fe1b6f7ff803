"""Streaming goes through the front at once, unbuffered, and is no reason to fail when it is away."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from tests.front.conftest import FRONT, Park

ASK = b"GET /api/v1/streaming/user HTTP/1.1\r\nHost: localhost\r\n%b\r\n"
UPGRADE = b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
ACCEPTED = (
    b"HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
)


@contextmanager
def streaming(front: Park) -> Iterator[list[bytes]]:
    """A server that opens an event stream, or a WebSocket in which it says in capitals what it hears."""
    assert front.topology.streaming
    asked: list[bytes] = []
    with socket.create_server((front.topology.streaming.host, front.topology.streaming.port)) as server:
        thread = Thread(target=_serve, args=(server, asked), daemon=True)
        thread.start()
        try:
            yield asked
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(60)
        # It would have them for another minute and a half, in which nothing is said.
        assert not thread.is_alive(), "those who left are not gone"


def _serve(server: socket.socket, asked: list[bytes]) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            asked.append(connection.recv(4096))
            if b"websocket" in asked[-1]:
                connection.sendall(ACCEPTED)
                while heard := connection.recv(100):
                    connection.sendall(heard.upper())
            else:
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nevent: update\n\n")
                connection.recv(100)  # until the other side goes


def test_an_event_arrives_while_the_stream_is_open_and_who_leaves_is_gone(front: Park) -> None:
    with streaming(front), socket.create_connection((FRONT, front.front.port), timeout=10) as phone:
        phone.sendall(ASK % b"")
        said = b""
        while b"event: update" not in said:
            said += phone.recv(4096)
    assert b"200 OK" in said


def test_a_websocket_speaks_both_ways(front: Park) -> None:
    with streaming(front) as asked, socket.create_connection((FRONT, front.front.port), timeout=10) as phone:
        phone.sendall(ASK % (UPGRADE + b"X-Forwarded-For: 6.6.6.6\r\n"))
        assert b" 101 " in phone.recv(4096)
        for word in (b"hello", b"again"):
            phone.sendall(word)
            assert phone.recv(100) == word.upper()
    assert b"6.6.6.6" not in asked[0]
    assert f"X-Forwarded-For: {FRONT}".encode() in asked[0]


@pytest.mark.parametrize("headers", [b"", UPGRADE])
def test_no_streaming(front: Park, headers: bytes) -> None:
    with socket.create_connection((FRONT, front.front.port), timeout=10) as phone:
        phone.sendall(ASK % headers)
        head, _, body = phone.recv(4096).partition(b"\r\n\r\n")
    assert b" 503 " in head
    assert "away for a moment" in json.loads(body)["error"]
