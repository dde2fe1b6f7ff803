"""A Redis that does not answer, and one that has lost everything."""

from collections.abc import Iterator
from contextlib import contextmanager

import pylibmc
from django.conf import settings
from django.test import override_settings

from tintype.cluster.replication import catch_up
from tintype.lib import caches, ratelimit, redis
from tintype.sharding.pins import replica_key

NOWHERE = "unix:///nonexistent/redis.sock"


@contextmanager
def redis_away() -> Iterator[None]:
    """Nobody listens where Redis should be; the feeds, limits and caches of this process find nobody."""
    try:
        with override_settings(REDIS_URL=NOWHERE, REDIS_NODES=(), MEMCACHED=()):
            _forget()
            yield
    finally:
        _forget()


def _forget() -> None:
    for made in (redis.way, caches.bulk_cache, ratelimit._storage, ratelimit._limiter, ratelimit._windows):
        made.cache_clear()


def lose_redis() -> None:
    """As FLUSHALL, for the keys of this test worker; memcached, where there is one, loses them too.

    Replicas are read again at once, and not after the watcher's 6 seconds: all that the pins spoke of is on them first.
    """
    since_key = replica_key("since")
    since = redis.client().get(since_key)
    if since:
        catch_up(settings.TOPOLOGY)
    for key in redis.client().scan_iter(f"{settings.REDIS_PREFIX}*", count=1000):
        redis.client().delete(key)
    if since:
        redis.client().set(since_key, since)
    if settings.MEMCACHED:
        pylibmc.Client(list(settings.MEMCACHED)).flush_all()
