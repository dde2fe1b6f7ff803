"""TLS goes through the balancer as it is, and ends at nginx."""

import json
import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.front.conftest import FRONT, Park
from tintype.cluster.front_programs import front_programs


def curl(front: Park, path: str, *more: str) -> tuple[dict[str, str], str]:
    """What the app server said, and the version of HTTP."""
    port = front.front.tls_port
    at = ["--resolve", f"localhost:{port}:{FRONT}", "--cacert", str(front.home.path / "tls.pem")]
    command = ["curl", "-s", *at, "-w", "\n%{http_version}", *more, f"https://localhost:{port}{path}"]
    said, _, version = subprocess.run(command, capture_output=True, text=True, check=True).stdout.rpartition("\n")
    return json.loads(said), version


@pytest.mark.parametrize(("asked", "spoken"), [("--http2", "2"), ("--http1.1", "1.1")])
def test_who_asks_by_tls_is_known_too(front: Park, asked: str, spoken: str) -> None:
    forged = ["-H", "X-Forwarded-For: 6.6.6.6", "-H", "X-Forwarded-Proto: http"]
    told, version = curl(front, "/p/1/", asked, "--interface", "127.7.7.9", *forged)
    assert version == spoken
    assert (told["REMOTE_ADDR"], told["wsgi.url_scheme"]) == ("127.7.7.9", "https")
    assert told["HTTP_HOST"] == f"localhost:{front.front.tls_port}"


def test_a_form_by_http_2_arrives(front: Park) -> None:
    told, version = curl(front, "/posts/", "--http2", "--data", "x=1")
    assert (told["REQUEST_METHOD"], told["body"], version) == ("POST", "3", "2")


@pytest.fixture
def https(front: Park) -> Iterator[str]:
    """The site's address is one with TLS."""
    url = f"https://localhost:{front.front.tls_port}"
    _told(front, url)
    yield url
    _told(front, f"http://localhost:{front.front.port}")


def _told(front: Park, url: str) -> None:
    wanted = 301 if url.startswith("https") else 200
    front_programs(front.home, front.topology, url)
    for server in front.front.servers:
        front.reload(server.name)
    end = time.monotonic() + 10
    while {front.ask("/p/1/").status for _ in range(10)} != {wanted}:
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_site_with_tls_sends_everybody_there(front: Park, https: str) -> None:
    answer = front.ask("/p/1/?page=2")
    assert (answer.status, answer.headers["Location"]) == (301, f"{https}/p/1/?page=2")
    assert curl(front, "/p/1/")[0]["wsgi.url_scheme"] == "https"
    assert front.state("nginx-1").is_ == "up"
