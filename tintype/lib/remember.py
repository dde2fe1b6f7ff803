"""Cached reads that never bring back what was changed meanwhile.

A reader that loaded a row just before it changed must not put the old version into the cache just after the
change dropped it. So dropping leaves a tombstone for a moment, and readers only ever add: while the tombstone
stands, their value is used but not kept.

Plain Redis rather than Django's cache: that makes a new client for every call, a sixth of a warm home feed's time.
"""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

from django.conf import settings

from tintype.lib.redis import RedisDown, ask, client

K = TypeVar("K", int, str)

TOMBSTONE = b""
TOMBSTONE_SECONDS = 5
# A reader that took longer than this keeps nothing: the tombstone of a change just after its SELECT may be gone by now.
KEPT_WITHIN_SECONDS = 3

log = logging.getLogger(__name__)


class Remembered(Generic[K]):
    """Bytes by id; `name` sets kinds apart. What is kept `beside` it of the same things is forgotten with it."""

    def __init__(self, name: str, ttl_seconds: int, beside: "Remembered[K] | None" = None) -> None:
        self.name = name
        self.ttl_seconds = ttl_seconds
        self.beside: Remembered[K] | None = beside

    def key(self, of: K) -> str:
        return f"{settings.REDIS_PREFIX}{self.name}:{of}"

    def many(self, ids: Iterable[K], make: Callable[[list[K]], Mapping[K, bytes]]) -> dict[K, bytes]:
        """What is missing is made in one call, and kept. What cannot be made is left out."""
        wanted = list(ids)
        found = self._read(wanted)
        missing = [of for of in wanted if not found.get(of)]
        if not missing:
            return found
        started = time.monotonic()
        made = make(missing)
        if time.monotonic() - started < KEPT_WITHIN_SECONDS:
            self._keep({of: value for of, value in made.items() if of not in found})
        return {of: value for of, value in found.items() if value} | dict(made)

    def forget(self, *ids: K) -> None:
        """Call after the commit. A cache that is away comes back empty, so there nothing is stale either."""
        try:
            with client().pipeline(transaction=False) as pipeline:
                for kept in filter(None, (self, self.beside)):
                    for of in ids:
                        pipeline.set(kept.key(of), TOMBSTONE, ex=TOMBSTONE_SECONDS)
                pipeline.execute()
        except RedisDown:
            log.warning("Redis away while forgetting %s of %s", len(ids), self.name)

    def _read(self, ids: list[K]) -> dict[K, bytes]:
        """A tombstone is among the answers, as what it is: not to be kept over."""
        if not ids:
            return {}
        try:
            values = ask("MGET", *map(self.key, ids))
        except RedisDown:
            log.warning("Redis away while reading %s", self.name)
            return {}
        return {of: value for of, value in zip(ids, values, strict=True) if value is not None}

    def _keep(self, values: Mapping[K, bytes]) -> None:
        try:
            with client().pipeline(transaction=False) as pipeline:
                for of, value in values.items():
                    pipeline.set(self.key(of), value, ex=self.ttl_seconds, nx=True)
                pipeline.execute()
        except RedisDown:
            log.warning("Redis away while keeping %s", self.name)
