"""Where streaming listens, and where the world is told that it does."""

import socket
from pathlib import Path

import pytest

from tests.cluster.real import free_port
from tintype.cluster import ports
from tintype.cluster.errors import ClusterError
from tintype.cluster.ports import wait_for_ports
from tintype.config.env import Env, EnvError, load_env
from tintype.config.topology import PACKAGED, Streaming, load_topology


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("TINTYPE_PORT", "8000")
    monkeypatch.delenv("TINTYPE_URL", raising=False)
    return monkeypatch


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", "ws://localhost:8001"),
        ("http://192.168.0.5:8000", "ws://192.168.0.5:8001"),
        ("http://[::1]:8000", "ws://[::1]:8001"),
        # A proxy is in front, and whether it passes streaming on only its owner knows.
        ("https://photos.example", ""),
        ("https://photos.example:8000", ""),
        ("http://photos.example", ""),
        ("http://photos.example:80001", ""),
    ],
)
def test_it_is_beside_the_web_where_nothing_is_in_between(env: pytest.MonkeyPatch, url: str, expected: str) -> None:
    env.setenv("TINTYPE_URL", url)
    assert Env().streaming_url == expected
    env.setenv("TINTYPE_STREAMING_URL", "wss://stream.example/")
    assert Env().streaming_url == "wss://stream.example"


def test_an_address_of_another_kind_is_refused(env: pytest.MonkeyPatch) -> None:
    env.setenv("TINTYPE_STREAMING_URL", "https://stream.example")
    load_env.cache_clear()
    try:
        with pytest.raises(EnvError, match=r"TINTYPE_STREAMING_URL.*must start with ws"):
            load_env()
    finally:
        env.undo()
        load_env.cache_clear()


def test_a_topology_may_do_without(home: Path) -> None:
    described = load_topology("embedded", home, 8000)
    assert described.streaming == Streaming("127.0.0.1", 8001)
    mine = home / "mine.toml"
    mine.write_text((PACKAGED / "embedded.toml").read_text().replace('[streaming]\nhost = "127.0.0.1"\n', ""))
    assert load_topology(str(mine), home, 8000).streaming is None


def test_a_taken_port_beside_the_web_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "FREED_SECONDS", 0)
    port = free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port + 1))
        taken.listen()
        with pytest.raises(ClusterError, match=rf"(?s)Port {port + 1}, .* for streaming .* --port"):
            wait_for_ports(load_topology("embedded", home, port))
