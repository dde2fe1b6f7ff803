import pytest
from django.conf import settings
from django.db import OperationalError

from tests.away import redis_away
from tintype.testing.member import Member
from tintype.web import health


def test_all_is_well(anonymous: Member) -> None:
    answer = anonymous.client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert not answer.cookies


@pytest.mark.parametrize("name", ["directory", *(shard.name for shard in settings.TOPOLOGY.shards)])
def test_a_database_that_is_away_is_named(name: str, anonymous: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    real = health._answers

    def away(alias: str) -> None:
        if alias == ("default" if name == "directory" else name):
            raise OperationalError
        real(alias)

    monkeypatch.setattr(health, "_answers", away)
    answer = anonymous.client.get("/healthz")
    assert (answer.status_code, answer.content.decode()) == (503, f"failing: {name}")


def test_redis_that_is_away_is_named(anonymous: Member) -> None:
    with redis_away():
        answer = anonymous.client.get("/healthz")
    assert (answer.status_code, answer.content.decode()) == (503, "failing: redis")
