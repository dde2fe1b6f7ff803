"""Replicas that seem to be there and do not answer; on real servers: tests/failover/replicas."""

from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import override_settings

from tintype.lib.redis import client
from tintype.sharding import replicas
from tintype.sharding.databases import shard_databases
from tintype.sharding.replicas import replayed_key
from tintype.testing.member import Member
from tintype.testing.posts import make_post


@pytest.fixture
def left_out(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, float]]:
    """Replicas that are published as having everything, and nobody listens there; those that are left alone."""
    aliases = {name: f"{name}-away" for name in shard_databases()}
    for name, alias in aliases.items():
        monkeypatch.setitem(connections.databases, alias, {**connections.databases[name], "HOST": "/nonexistent"})
        client().set(replayed_key(alias), str(2**63))
    out: dict[str, float] = {}
    monkeypatch.setattr(replicas, "_out_until", out)
    with override_settings(REPLICAS=aliases):
        yield out
    for connection in connections.all(initialized_only=True):
        if connection.alias in aliases.values():
            del connections[connection.alias]
    for alias in aliases.values():
        client().delete(replayed_key(alias))


def test_looking_is_done_once_more_at_the_primaries(left_out: dict[str, float], alice: Member, bob: Member) -> None:
    post = make_post(alice.id, "seen all the same")
    for path in (f"/@{alice.username}/", f"/p/{post}/", "/activity/", "/"):
        left_out.clear()
        assert bob.client.get(path).status_code == 200, path
    left_out.clear()
    assert "seen all the same" in bob.client.get(f"/p/{post}/").content.decode()
    assert left_out


def test_changing_asks_no_replica(left_out: dict[str, float], alice: Member, bob: Member) -> None:
    post = make_post(alice.id)
    assert bob.client.post(f"/@{alice.username}/follow/", {"follow": "1"}).status_code == 302
    assert bob.client.post(f"/p/{post}/like/", {"liked": "1"}).status_code == 302
    assert not left_out
