"""Where bytes are remembered: in Redis, or in memcached where there is much of it and the topology has one.

Both may be emptied at any moment, and both may be away: then all is made anew, slower.
"""

import logging
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Protocol

from django.conf import settings

from tintype.lib.redis import Command, RedisDown, each, read_many

log = logging.getLogger(__name__)


class Cache(Protocol):
    def read(self, keys: list[str]) -> dict[str, bytes]:
        """What there is of these."""

    def add(self, values: Mapping[str, bytes], seconds: int) -> set[str]:
        """Keep what is not there yet; the keys of that."""

    def put(self, keys: Iterable[str], value: bytes, seconds: int) -> None:
        """The same value under each key, whatever was there. Raises RedisDown where that is away."""

    def drop(self, keys: Iterable[str]) -> None: ...


class RedisCache:
    def read(self, keys: list[str]) -> dict[str, bytes]:
        try:
            values = read_many(keys)
        except RedisDown:
            log.warning("Redis is away; %s things are made anew", len(keys))
            return {}
        return {key: value for key, value in zip(keys, values, strict=True) if value is not None}

    def add(self, values: Mapping[str, bytes], seconds: int) -> set[str]:
        answers = self._each([Command(key, ("SET", key, value, "EX", seconds, "NX")) for key, value in values.items()])
        return {key for key, answer in zip(values, answers, strict=False) if answer}

    def put(self, keys: Iterable[str], value: bytes, seconds: int) -> None:
        each([Command(key, ("SET", key, value, "EX", seconds)) for key in keys])

    def drop(self, keys: Iterable[str]) -> None:
        self._each([Command(key, ("DEL", key)) for key in keys])

    def _each(self, commands: list[Command]) -> list[Any]:
        """No answers where Redis is away."""
        try:
            return each(commands)
        except RedisDown:
            log.warning("Redis is away; %s things were not kept", len(commands))
            return []


class MemcachedCache:
    """Several servers, over which keys are spread by consistent hashing (ketama).

    A server that does not answer leaves the ring, so its keys move to the others, and no other key does. It is asked
    again after DEAD_SECONDS. libmemcached does all this: 11 keys of 4 kB from six servers take it 85 µs, a client in
    Python 490 (pylibmc 1.6.3, pymemcache 4.0.0).
    """

    DEAD_SECONDS = 5
    _BEHAVIORS = {
        "ketama": True,
        "tcp_nodelay": True,
        "remove_failed": 1,
        "retry_timeout": 1,
        "dead_timeout": DEAD_SECONDS,
        # Milliseconds. What stands there can be made anew, so going without is better than waiting for it.
        "connect_timeout": 200,
        "_poll_timeout": 300,
    }

    def __init__(self, servers: tuple[str, ...]) -> None:
        import pylibmc  # noqa: PLC0415 - optional part of a topology

        self._down = pylibmc.Error
        # A client of libmemcached is good for one thread at a time.
        self._clients = pylibmc.ThreadMappedPool(pylibmc.Client(list(servers), behaviors=self._BEHAVIORS))

    def read(self, keys: list[str]) -> dict[str, bytes]:
        return self._ask("get_multi", keys) or {}

    def add(self, values: Mapping[str, bytes], seconds: int) -> set[str]:
        refused = self._ask("add_multi", dict(values), time=seconds)
        return set() if refused is None else values.keys() - set(refused)

    def put(self, keys: Iterable[str], value: bytes, seconds: int) -> None:
        self._ask("set_multi", dict.fromkeys(keys, value), time=seconds)

    def drop(self, keys: Iterable[str]) -> None:
        self._ask("delete_multi", list(keys))

    def _ask(self, call: str, *arguments: Any, **options: Any) -> Any:
        """None where a server that was to answer is away."""
        try:
            with self._clients.reserve() as one:
                return getattr(one, call)(*arguments, **options)
        except self._down as error:
            log.warning("memcached: %s", error)
            return None


@cache
def redis_cache() -> Cache:
    return RedisCache()


@cache
def bulk_cache() -> Cache:
    """For much on which little hangs: where a cut keeps the news away, a post's look may stay half an hour old."""
    return MemcachedCache(settings.MEMCACHED) if settings.MEMCACHED else redis_cache()
