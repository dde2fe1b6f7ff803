"""A Redis that does not answer, and one that has lost everything."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import caches
from django.test import override_settings

from tintype.lib import ratelimit, redis

NOWHERE = "unix:///nonexistent/redis.sock"


@contextmanager
def redis_away() -> Iterator[None]:
    """Nobody listens where Redis should be; the feeds, limits and caches of this process find nobody."""
    nowhere = {name: cache | {"LOCATION": NOWHERE} for name, cache in settings.CACHES.items()}
    try:
        with override_settings(REDIS_URL=NOWHERE, CACHES=nowhere):
            _forget()
            yield
    finally:
        _forget()


def _forget() -> None:
    caches.close_all()
    for made in (redis.client, redis.script, ratelimit._limiter):
        made.cache_clear()


def lose_redis() -> None:
    """As FLUSHALL, for the keys of this test worker."""
    for key in redis.client().scan_iter(f"{settings.REDIS_PREFIX}*", count=1000):
        redis.client().delete(key)
