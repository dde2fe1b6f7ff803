"""Cached reads never bring back what was changed meanwhile."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from tests.away import lose_redis, redis_away
from tintype.lib import remember
from tintype.lib.redis import RedisDown, client
from tintype.lib.remember import Remembered
from tintype.testing.member import unique_name


class Source:
    """A table of three rows, and how often it was asked for which."""

    def __init__(self) -> None:
        self.rows = {1: b"one", 2: b"two", 3: b"three"}
        self.asked: list[list[int]] = []

    def make(self, numbers: list[int]) -> Mapping[int, bytes]:
        self.asked.append(numbers)
        return {number: self.rows[number] for number in numbers if number in self.rows}


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def remembered() -> Remembered[int]:
    return Remembered(unique_name("kind"), 60)


def test_what_was_made_is_kept_and_the_rest_made_in_one_call(remembered: Remembered[int], source: Source) -> None:
    assert remembered.many([1, 2], source.make) == {1: b"one", 2: b"two"}
    assert remembered.many([2, 1, 3], source.make) == {1: b"one", 2: b"two", 3: b"three"}
    assert remembered.many([3], source.make) == {3: b"three"}
    assert source.asked == [[1, 2], [3]]
    assert 0 < client().ttl(remembered.key(1)) <= 60


def test_what_cannot_be_made_is_left_out_and_asked_for_again(remembered: Remembered[int], source: Source) -> None:
    for _ in range(2):
        assert remembered.many([1, 9], source.make) == {1: b"one"}
    assert source.asked == [[1, 9], [9]]
    assert remembered.many([], source.make) == {}


def test_what_was_forgotten_is_made_anew(remembered: Remembered[int], source: Source) -> None:
    remembered.many([1, 2], source.make)
    source.rows[1] = b"changed"
    remembered.forget(1)
    assert remembered.many([1, 2], source.make) == {1: b"changed", 2: b"two"}
    del source.rows[1]
    remembered.forget(1)
    assert remembered.many([1, 2], source.make) == {2: b"two"}


def changing(source: Source, then: Callable[[], None]) -> Callable[[list[int]], Mapping[int, bytes]]:
    """A reader that loads its rows, whereupon somebody changes row 1 and commits."""

    def make(numbers: list[int]) -> Mapping[int, bytes]:
        loaded = source.make(numbers)
        source.rows[1] = b"new"
        then()
        return loaded

    return make


def test_a_reader_that_loaded_before_a_change_does_not_bring_the_old_back(
    remembered: Remembered[int], source: Source
) -> None:
    """Whether or not the old had been kept before."""
    old = remembered.many([1], changing(source, lambda: remembered.forget(1)))
    assert old == {1: b"one"}
    assert remembered.many([1], source.make) == {1: b"new"}


def test_a_reader_that_took_longer_than_a_tombstone_stands_keeps_nothing(
    remembered: Remembered[int], source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 4.0])

    def slow(numbers: list[int]) -> Mapping[int, bytes]:
        loaded = changing(source, lambda: remembered.forget(1))(numbers)
        client().delete(remembered.key(1))
        return loaded

    with monkeypatch.context() as slowly:
        slowly.setattr("tintype.lib.remember.time", SimpleNamespace(monotonic=lambda: next(clock)))
        assert remembered.many([1], slow) == {1: b"one"}
    assert remembered.many([1], source.make) == {1: b"new"}


def test_while_the_tombstone_stands_nothing_is_kept_and_after_it_everything_is(
    remembered: Remembered[int], source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remember, "TOMBSTONE_SECONDS", 1000)
    remembered.forget(1)
    for _ in range(2):
        assert remembered.many([1], source.make) == {1: b"one"}
    assert source.asked == [[1], [1]]
    client().delete(remembered.key(1))
    for _ in range(2):
        assert remembered.many([1], source.make) == {1: b"one"}
    assert source.asked == [[1]] * 3


def test_kinds_stand_apart(source: Source) -> None:
    first, second = Remembered[int](unique_name("kind"), 60), Remembered[int](unique_name("kind"), 60)
    first.many([1], source.make)
    second.many([1], source.make)
    assert source.asked == [[1], [1]]


def test_without_redis_everything_is_made_each_time(remembered: Remembered[int], source: Source) -> None:
    with redis_away():
        for _ in range(2):
            assert remembered.many([1], source.make) == {1: b"one"}
    assert source.asked == [[1], [1]]


def test_that_something_was_not_forgotten_is_told_where_rights_hang_on_it(remembered: Remembered[int]) -> None:
    look = Remembered[int](unique_name("kind"), 60, is_bulk=True)
    with redis_away():
        look.forget(1)
        with pytest.raises(RedisDown):
            remembered.forget(1)


def test_after_a_loss_everything_is_made_once_more(remembered: Remembered[int], source: Source) -> None:
    for _ in range(2):
        remembered.many([1, 2], source.make)
        lose_redis()
    assert source.asked == [[1, 2], [1, 2]]


def test_of_many_who_miss_the_same_thing_one_makes_it(
    remembered: Remembered[int], source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remember, "WAIT_SECONDS", 30)
    monkeypatch.setattr(remember, "LEASE_SECONDS", 60)
    begun, go_on = threading.Event(), threading.Event()

    def slowly(numbers: list[int]) -> Mapping[int, bytes]:
        begun.set()
        go_on.wait(10)
        return source.make(numbers)

    with ThreadPoolExecutor(6) as crowd:
        first = crowd.submit(remembered.many, [1, 2], slowly)
        assert begun.wait(10)
        others = [crowd.submit(remembered.many, [1, 2], source.make) for _ in range(5)]
        time.sleep(2 * remember.LOOK_SECONDS)  # they may come a moment later too: nothing depends on it
        go_on.set()
        assert {tuple(one.result().items()) for one in (first, *others)} == {((1, b"one"), (2, b"two"))}
    assert source.asked == [[1, 2]]


def test_who_waited_in_vain_makes_it_themselves(
    remembered: Remembered[int], source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remember, "WAIT_SECONDS", 0.05)
    remembered.cache.add({f"{remembered.key(1)}:lease": b"1"}, 60)
    assert remembered.many([1, 2], source.make) == {1: b"one", 2: b"two"}


def test_what_changed_meanwhile_is_not_waited_for(remembered: Remembered[int], source: Source) -> None:
    """A tombstone says that the one who makes it will not keep it."""
    remembered.cache.add({f"{remembered.key(1)}:lease": b"1"}, 60)
    remembered.forget(1)
    assert remembered.many([1], source.make) == {1: b"one"}
