"""Cached reads that never bring back what was changed meanwhile.

A reader that loaded a row just before it changed must not put the old version into the cache just after the
change dropped it. So dropping leaves a tombstone for a moment, and readers only ever `add`: while the tombstone
stands, their value is used but not kept.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

from django.core.cache import caches

from tintype.lib.redis import RedisDown

K = TypeVar("K", int, str)

TOMBSTONE = b""
# Longer than any reader takes from its SELECT to its `add`; request and statement time-outs see to that.
TOMBSTONE_SECONDS = 5

log = logging.getLogger(__name__)


class Remembered(Generic[K]):
    """Bytes by id, in the cache `rendered`; `name` sets kinds apart."""

    def __init__(self, name: str, ttl_seconds: int) -> None:
        self.name = name
        self.ttl_seconds = ttl_seconds

    def key(self, of: K) -> str:
        return f"{self.name}:{of}"

    def many(self, numbers: Iterable[K], make: Callable[[list[K]], Mapping[K, bytes]]) -> dict[K, bytes]:
        """What is missing is made in one call, and kept. What cannot be made is left out."""
        keys = {self.key(number): number for number in numbers}
        found = self._read(keys)
        missing = [number for number in keys.values() if not found.get(number)]
        if not missing:
            return found
        made = make(missing)
        self._keep({number: made[number] for number in made if number not in found})
        return {number: value for number, value in found.items() if value} | dict(made)

    def forget(self, of: K) -> None:
        """Call after the commit. A cache that is away comes back empty, so there nothing is stale either."""
        try:
            caches["rendered"].set(self.key(of), TOMBSTONE, TOMBSTONE_SECONDS)
        except RedisDown:
            log.warning("cache away while forgetting %s", self.key(of))

    def _read(self, keys: Mapping[str, K]) -> dict[K, bytes]:
        try:
            return {keys[key]: value for key, value in caches["rendered"].get_many(list(keys)).items()}
        except RedisDown:
            log.warning("cache away while reading %s", self.name)
            return {}

    def _keep(self, values: Mapping[K, bytes]) -> None:
        try:
            for number, value in values.items():
                caches["rendered"].add(self.key(number), value, self.ttl_seconds)
        except RedisDown:
            log.warning("cache away while keeping %s", self.name)
