"""Who asks is what our own balancer says."""

import socket
from contextlib import suppress
from http.client import HTTPConnection

import pytest

from tests.front.conftest import FRONT, Park

FORGED = {
    "X_Forwarded_For": "6.6.6.6",
    "X_Real_IP": "6.6.6.6",
    "X_Forwarded_Proto": "https",
    "X_Forwarded_Ssl": "on",
    "X_Forwarded_Host": "evil.example",
    "Forwarded": "for=6.6.6.6;proto=https",
}


def test_what_a_client_says_of_its_own_address_means_nothing(front: Park) -> None:
    told = front.ask("/p/1/", "GET", b"", by="127.7.7.7", **FORGED).told
    assert told["REMOTE_ADDR"] == told["HTTP_X_FORWARDED_FOR"] == told["HTTP_X_REAL_IP"] == "127.7.7.7"
    assert told["wsgi.url_scheme"] == told["HTTP_X_FORWARDED_PROTO"] == "http"
    assert told["HTTP_HOST"] == told["HTTP_X_FORWARDED_HOST"] == f"{FRONT}:{front.front.port}"
    assert "HTTP_X_FORWARDED_SSL" not in told
    assert "HTTP_FORWARDED" not in told


def test_two_people_have_two_addresses(front: Park) -> None:
    assert [front.ask("/", by=f"127.7.7.{n}").told["REMOTE_ADDR"] for n in (1, 2)] == ["127.7.7.1", "127.7.7.2"]


def test_an_app_server_that_is_asked_directly_believes_nobody(front: Park) -> None:
    app = front.topology.apps[0]
    connection = HTTPConnection(app.host, app.port, source_address=("127.7.7.8", 0))
    connection.request("GET", "/", headers={"X-Real-IP": "6.6.6.6", "X-Forwarded-Proto": "https"})
    said = connection.getresponse().read().decode()
    connection.close()
    assert '"REMOTE_ADDR": "127.7.7.8"' in said
    assert '"wsgi.url_scheme": "http"' in said


def test_nobody_but_nginx_comes_in_where_nginx_asks(front: Park) -> None:
    assert _said((FRONT, front.front.apps_port), b"GET / HTTP/1.0\r\nX-Real-IP: 6.6.6.6\r\n\r\n") == b""


@pytest.mark.parametrize("first", [b"", b"PROXY TCP4 6.6.6.6 127.0.0.1 1 2\r\n"])
def test_nobody_but_the_balancer_asks_nginx(front: Park, first: bytes) -> None:
    server = front.front.servers[0]
    assert _said((server.host, server.port), first + b"GET / HTTP/1.0\r\n\r\n") == b""


def _said(at: tuple[str, int], question: bytes) -> bytes:
    """To a stranger, until the connection ends."""
    with suppress(ConnectionError), socket.create_connection(at, source_address=("127.7.7.8", 0)) as connection:
        connection.sendall(question)
        return connection.recv(100)
    return b""
