"""Engines that do not answer."""

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
    with override_settings(REDIS_URL=NOWHERE, CACHES=nowhere):
        _forget()
        yield
    _forget()


def _forget() -> None:
    caches.close_all()
    for made in (redis.client, redis.script, ratelimit._limiter):
        made.cache_clear()
