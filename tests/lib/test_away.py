"""Servers that break off in the middle of an answer, as one does that is told to stop."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import DataError, Error, IntegrityError, ProgrammingError, connections

from tintype.lib.away import database_is_away

PORT = 5432
WAIT_SECONDS = 10


def message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!I", len(body) + 4) + body


def error(sqlstate: bytes, severity: bytes = b"FATAL") -> bytes:
    state = b"C" + sqlstate + b"\0" if sqlstate else b""
    return message(b"E", b"S" + severity + b"\0" + state + b"Mgone\0\0")


WELCOME = message(b"R", struct.pack("!I", 0)) + message(b"S", b"client_encoding\0UTF8\0") + message(b"Z", b"I")
DONE = message(b"C", b"BEGIN\0")
ENDINGS = {
    "nothing": b"",
    "the answer, and that it stops": DONE + error(b"57P01"),
    "that it stops": error(b"57P01"),
    "that the pooler lost it": error(b"08P01"),
    "that it is a standby": error(b"25006", b"ERROR") + message(b"Z", b"I"),
    "an error without a number": error(b""),
    "half an answer": DONE[:3],
    "no answer, and that it is ready": message(b"Z", b"I"),
}


@contextmanager
def server(directory: Path, ending: bytes) -> Iterator[None]:
    """It takes one client, and says this to its first statement."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(directory / f".s.PGSQL.{PORT}"))
        listening.listen()
        listening.settimeout(WAIT_SECONDS)
        thread = threading.Thread(target=_serve, args=(listening, ending))
        thread.start()
        yield
        thread.join()


def _serve(listening: socket.socket, ending: bytes) -> None:
    client, _ = listening.accept()
    with client:
        client.settimeout(WAIT_SECONDS)
        for answer in (WELCOME, ending):
            client.recv(10_000)
            client.sendall(answer)


@pytest.mark.parametrize("name", ENDINGS)
def test_a_server_that_breaks_off_is_away(name: str, tmp_path: Path) -> None:
    with (
        server(tmp_path, ENDINGS[name]),
        pytest.raises(Error) as raised,
        connections["default"].wrap_database_errors,
        psycopg.connect(host=str(tmp_path), port=PORT, user="anybody", connect_timeout=WAIT_SECONDS) as connection,
    ):
        connection.execute("SELECT 1")
    assert database_is_away(raised.value), repr(raised.value)


@pytest.mark.parametrize("mistake", [DataError(), IntegrityError(), ProgrammingError(), ValueError(), None])
def test_a_mistake_of_the_program_is_not_taken_for_it(mistake: Exception | None) -> None:
    assert not database_is_away(mistake)
