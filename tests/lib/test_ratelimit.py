"""Limits: as many as the rate says and not one more; everything without Redis."""

import pytest
from pytest_django.fixtures import Settings

from tests.away import redis_away
from tintype.lib import ratelimit
from tintype.lib.ratelimit import RATES, allow
from tintype.testing.member import unique_name


@pytest.fixture(autouse=True)
def limits(settings: Settings) -> None:
    settings.TINTYPE_RATE_LIMITS = True


@pytest.fixture
def rate(monkeypatch: pytest.MonkeyPatch) -> str:
    """Three an hour."""
    name = unique_name("rate")
    monkeypatch.setitem(RATES, name, "3/hour")
    return name


def test_the_fourth_of_three_is_refused(rate: str) -> None:
    assert [allow(rate, 1) for _ in range(5)] == [True, True, True, False, False]


def test_people_and_rates_are_counted_apart(rate: str, monkeypatch: pytest.MonkeyPatch) -> None:
    other = unique_name("rate")
    monkeypatch.setitem(RATES, other, "1/hour")
    for _ in range(3):
        allow(rate, 1)
    assert (allow(rate, 1), allow(rate, 2), allow(other, 1), allow(other, 1)) == (False, True, True, False)


def test_without_redis_everything_is_allowed_and_counting_goes_on_after(rate: str) -> None:
    assert [allow(rate, 1) for _ in range(3)] == [True] * 3
    with redis_away():
        assert [allow(rate, 1) for _ in range(5)] == [True] * 5
    assert allow(rate, 1) is False


def test_limits_can_be_turned_off(rate: str, settings: Settings) -> None:
    settings.TINTYPE_RATE_LIMITS = False
    assert [allow(rate, 1) for _ in range(5)] == [True] * 5


@pytest.mark.parametrize("name", RATES)
def test_every_rate_can_be_read(name: str) -> None:
    assert ratelimit._rate(name).amount > 0
    assert allow(name, unique_name("who"))


def test_a_window_says_how_it_stands_and_nothing_without_redis(rate: str) -> None:
    first, *_, last = (ratelimit.use(rate, "somebody") for _ in range(4))
    assert first is not None
    assert last is not None
    assert (first.is_allowed, first.limit, first.remaining) == (True, 3, 2)
    assert (last.is_allowed, last.remaining) == (False, 0)
    assert last.reset_at == pytest.approx(first.reset_at, abs=60)
    with redis_away():
        assert ratelimit.use(rate, "somebody") is None
