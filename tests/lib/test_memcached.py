"""Six real memcached: keys stay where they are when one of them is lost, and nobody sees an error."""

import os
import random
import signal
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from tintype.lib.caches import MemcachedCache
from tintype.lib.remember import Remembered

SERVERS = 6
KEYS = [f"card:{number * 8191}" for number in range(1_200)]
DEADLINE_SECONDS = 30
READERS, PAGES, PAGE = 16, 60, 20


class Memcached:
    """On unix sockets in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.sockets = [folder / f"{number}.sock" for number in range(SERVERS)]
        self.running = [self._start(socket) for socket in self.sockets]

    def _start(self, socket: Path) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(["memcached", "-u", "nobody", "-a", "0777", "-s", str(socket), "-m", "16"])
        end = time.monotonic() + DEADLINE_SECONDS
        while not socket.exists():
            assert time.monotonic() < end, "memcached did not start"
            time.sleep(0.01)
        return process

    def kill(self, number: int) -> None:
        self.running[number].kill()
        self.running[number].wait()
        self.sockets[number].unlink(missing_ok=True)

    def start(self, number: int) -> None:
        self.running[number] = self._start(self.sockets[number])

    def client(self) -> MemcachedCache:
        return MemcachedCache(tuple(map(str, self.sockets)))

    def close(self) -> None:
        for process in self.running:
            process.kill()
            process.wait()


@pytest.fixture
def six() -> Iterator[Memcached]:
    with ExitStack() as after:
        folder = Path(after.enter_context(tempfile.TemporaryDirectory(prefix="tintype-memcached-")))
        folder.chmod(0o777)  # memcached makes its socket there as nobody
        made = Memcached(folder)
        after.callback(made.close)
        yield made


def fill(cache: MemcachedCache, value: bytes = b"value") -> None:
    cache.put(KEYS, value, 60)
    assert cache.read(KEYS) == dict.fromkeys(KEYS, value)


def test_a_lost_server_takes_only_its_own_keys_along(six: Memcached) -> None:
    cache = six.client()
    fill(cache)
    six.kill(2)
    cache.read(KEYS)  # notices that it is gone
    left = cache.read(KEYS)
    # A sixth; by ketama's points each server has between half of its share and twice as much.
    assert len(KEYS) / 12 <= len(KEYS) - len(left) <= len(KEYS) / 3
    assert set(left.values()) == {b"value"}


def test_the_keys_of_a_lost_server_are_kept_by_the_others(six: Memcached) -> None:
    cache = six.client()
    fill(cache)
    six.kill(0)
    cache.read(KEYS)
    missing = [key for key in KEYS if key not in cache.read(KEYS)]
    assert cache.add(dict.fromkeys(missing, b"anew"), 60) == set(missing)
    assert cache.read(missing) == dict.fromkeys(missing, b"anew")


def test_a_server_that_comes_back_is_used_again(six: Memcached) -> None:
    cache = six.client()
    fill(cache)
    six.kill(1)
    cache.read(KEYS)
    own = {key for key in KEYS if key not in cache.read(KEYS)}
    six.start(1)
    end = time.monotonic() + DEADLINE_SECONDS
    # Asked for its own keys again, it has none of them: what the others kept meanwhile is passed over.
    cache.put(own, b"elsewhere", 60)
    while cache.read(list(own)):
        assert time.monotonic() < end, "it is not asked again"
        time.sleep(0.2)
    fill(cache, b"back")


def test_a_server_that_hangs_is_gone_round(six: Memcached) -> None:
    cache = six.client()
    fill(cache)
    os.kill(six.running[3].pid, signal.SIGSTOP)
    cache.read(KEYS)
    assert len(cache.read(KEYS)) >= len(KEYS) * 2 / 3
    os.kill(six.running[3].pid, signal.SIGCONT)


def test_without_any_server_there_is_nothing_and_no_error(six: Memcached) -> None:
    cache = six.client()
    fill(cache)
    for number in range(SERVERS):
        six.kill(number)
    for _ in range(2):
        cache.put(["a"], b"1", 60)
        assert cache.add({"b": b"1"}, 60) == set()
        assert cache.read(["a", "b"]) == {}
        cache.drop(["a"])


def test_only_what_is_not_there_is_added(six: Memcached) -> None:
    cache = six.client()
    assert cache.add({"a": b"1", "b": b""}, 60) == {"a", "b"}
    assert cache.add({"a": b"2", "c": b"3"}, 60) == {"c"}
    assert cache.read(["a", "b", "c", "d"]) == {"a": b"1", "b": b"", "c": b"3"}
    cache.drop(["a", "d"])
    assert cache.read(["a"]) == {}
    assert cache.read([]) == {}
    assert cache.add({}, 60) == set()


def test_threads_do_not_get_each_others_answers(six: Memcached) -> None:
    cache = six.client()
    cache.put(["mine"], b"0", 60)

    def look(number: int) -> bool:
        key = f"own{number}"
        cache.put([key], str(number).encode(), 60)
        return all(cache.read([key, "mine"]) == {key: str(number).encode(), "mine": b"0"} for _ in range(50))

    with ThreadPoolExecutor(8) as crowd:
        assert all(crowd.map(look, range(64)))


class Posts:
    """What stands in the database, and how often it was asked for each."""

    def __init__(self, cache: MemcachedCache, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Remembered, "cache", cache)
        self.remembered = Remembered[int]("stampede", 60)
        self.asked: Counter[int] = Counter()
        self._lock = threading.Lock()

    def make(self, numbers: list[int]) -> Mapping[int, bytes]:
        time.sleep(0.01)
        with self._lock:
            self.asked.update(numbers)
        return dict.fromkeys(numbers, b"post")

    def read(self, start: threading.Barrier) -> None:
        """One person's pages, which begin when everybody's do."""
        chances = random.Random()
        start.wait(DEADLINE_SECONDS)
        for _ in range(PAGES):
            page = chances.sample(range(len(KEYS)), PAGE)
            assert self.remembered.many(page, self.make) == dict.fromkeys(page, b"post")


def test_a_lost_server_does_not_bring_everybody_to_the_database(
    six: Memcached, monkeypatch: pytest.MonkeyPatch
) -> None:
    """19,200 posts are shown; the database is asked for the sixth that was lost."""
    posts = Posts(six.client(), monkeypatch)
    posts.remembered.many(range(len(KEYS)), posts.make)
    posts.asked.clear()
    six.kill(4)
    start = threading.Barrier(READERS)
    with ThreadPoolExecutor(READERS) as crowd:
        list(crowd.map(posts.read, [start] * READERS))
    # By ketama's points a server has at most twice its share.
    assert 0 < posts.asked.total() <= len(KEYS) / 3
