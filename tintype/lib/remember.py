"""Cached reads that never bring back what was changed meanwhile.

A reader that loaded a row just before it changed must not put the old version into the cache just after the
change dropped it. So dropping leaves a tombstone for a moment, and readers only ever add: while the tombstone
stands, their value is used but not kept.

Where many ask for the same thing just when it is missing, one of them makes it and the others wait for that a moment: a
cache server that is lost must not become a crowd before the database.

Not by Django's cache: that makes a new client for every call, a sixth of a warm home feed's time.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext, suppress
from typing import Generic, TypeVar

from django.conf import settings

from tintype.lib.caches import Cache, bulk_cache, redis_cache
from tintype.lib.redis import RedisDown

K = TypeVar("K", int, str)

TOMBSTONE = b""
TOMBSTONE_SECONDS = 5
# A reader that took longer than this keeps nothing: the tombstone of a change just after its SELECT may be gone by now.
KEPT_WITHIN_SECONDS = 3
# How long others wait for whoever makes a thing. Most are made in some milliseconds.
LEASE_SECONDS = 2
WAIT_SECONDS = 0.5
LOOK_SECONDS = 0.01


class Remembered(Generic[K]):
    """Bytes by id; `name` sets kinds apart. What is kept `beside` it of the same things is forgotten with it.

    `is_bulk`: there is much of it, and neither rights nor sessions hang on it (lib.caches.bulk_cache).
    """

    def __init__(
        self, name: str, ttl_seconds: int, beside: "Remembered[K] | None" = None, *, is_bulk: bool = False
    ) -> None:
        self.name = name
        self.ttl_seconds = ttl_seconds
        self.beside: Remembered[K] | None = beside
        self.is_bulk = is_bulk

    def key(self, of: K) -> str:
        return f"{settings.REDIS_PREFIX}{self.name}:{of}"

    @property
    def cache(self) -> Cache:
        return bulk_cache() if self.is_bulk else redis_cache()

    def many(self, ids: Iterable[K], make: Callable[[list[K]], Mapping[K, bytes]]) -> dict[K, bytes]:
        """What is missing is made in one call, and kept. What cannot be made is left out."""
        wanted = list(ids)
        found = self._read(wanted)
        missing = [of for of in wanted if not found.get(of)]
        if not missing:
            return found
        absent: list[K] = [of for of in missing if of not in found]
        leased = self._lease(absent)
        if len(leased) < len(absent):
            found |= self._awaited([of for of in absent if of not in leased])
        made = self._made([of for of in missing if not found.get(of)], make, kept=set(absent).difference(found))
        self.cache.drop(map(self._lease_key, leased))
        return {of: value for of, value in found.items() if value} | made

    def _made(self, ids: list[K], make: Callable[[list[K]], Mapping[K, bytes]], *, kept: set[K]) -> dict[K, bytes]:
        """`kept` are those of which no tombstone was seen."""
        if not ids:
            return {}
        started = time.monotonic()
        made = dict(make(ids))
        if time.monotonic() - started < KEPT_WITHIN_SECONDS:
            self.cache.add({self.key(of): value for of, value in made.items() if of in kept}, self.ttl_seconds)
        return made

    def forget(self, *ids: K) -> None:
        """Call after the commit. Raises RedisDown unless it `is_bulk`: one that was cut off still has what it had."""
        for kept in filter(None, (self, self.beside)):
            with suppress(RedisDown) if kept.is_bulk else nullcontext():
                kept.cache.put(map(kept.key, ids), TOMBSTONE, TOMBSTONE_SECONDS)

    def _read(self, ids: list[K]) -> dict[K, bytes]:
        """A tombstone is among the answers, as what it is: not to be kept over."""
        values = self.cache.read([self.key(of) for of in ids])
        return {of: values[self.key(of)] for of in ids if self.key(of) in values}

    def _lease_key(self, of: K) -> str:
        return f"{self.key(of)}:lease"

    def _lease(self, ids: list[K]) -> list[K]:
        """Those of which nobody else is making the value now."""
        won = self.cache.add({self._lease_key(of): b"1" for of in ids}, LEASE_SECONDS) if ids else set()
        return [of for of in ids if self._lease_key(of) in won]

    def _awaited(self, ids: list[K]) -> dict[K, bytes]:
        """What others have made of these, or their tombstones, within WAIT_SECONDS; also nothing if they gave up."""
        found: dict[K, bytes] = {}
        end = time.monotonic() + WAIT_SECONDS
        while ids and time.monotonic() < end:
            time.sleep(LOOK_SECONDS)
            # First who is at it and then what is there: in between nobody can have been done unseen.
            under_way = self.cache.read([self._lease_key(of) for of in ids])
            found |= self._read(ids)
            ids = [of for of in ids if of not in found and self._lease_key(of) in under_way]
        return found
