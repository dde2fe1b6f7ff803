"""How often one person may do a thing: a moving window in Redis."""

import logging
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from limits import RateLimitItem, parse
from limits.storage import RedisClusterStorage, RedisStorage, Storage
from limits.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter
from redis.exceptions import RedisClusterException

from tintype.lib.redis import TIMEOUT_SECONDS, RedisDown, client

# The second is of a cluster of which no node answers, and no RedisError in the library.
AWAY = (RedisDown, RedisClusterException)

log = logging.getLogger(__name__)

# Generous for a person, narrow for a script. Uploads: Mastodon's 30 in 30 minutes, times the ten photos of a post.
RATES = {
    "upload": "300/30 minutes",
    "post": "60/hour",
    "comment": "60/5 minutes",
    "like": "300/5 minutes",
    "share": "300/5 minutes",
    "follow": "200/hour",
    "settings": "60/hour",
    "password": "30/hour",
    # What apps expect of Mastodon: everything they ask for, uploads, and taking back.
    "api": "300/5 minutes",
    "media": "30/30 minutes",
    "delete": "30/30 minutes",
    # From one address: new accounts through apps, and new apps, which anybody may register.
    "signup": "5/30 minutes",
    "apps": "30/30 minutes",
}


@dataclass(frozen=True)
class Standing:
    """How it stands with one rate after a use of it; `reset_at` in seconds since 1970."""

    is_allowed: bool
    limit: int
    remaining: int
    reset_at: float


@cache
def _storage() -> Storage:
    prefix = f"{settings.REDIS_PREFIX}limit"
    if settings.REDIS_NODES:
        nodes = ",".join(f"{host}:{port}" for host, port in settings.REDIS_NODES)
        options: dict[str, Any] = {"password": settings.REDIS_PASSWORD, "socket_timeout": TIMEOUT_SECONDS}
        return RedisClusterStorage(f"redis+cluster://{nodes}", key_prefix=prefix, **options)
    # The pool is handed over so that unix sockets and time-outs are those of lib.redis.
    return RedisStorage("redis://", connection_pool=client().connection_pool, key_prefix=prefix)


@cache
def _limiter() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(_storage())


@cache
def _windows() -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(_storage())


@cache
def _rate(name: str) -> RateLimitItem:
    return parse(RATES[name])


def allow(name: str, who: str | int) -> bool:
    """Count one use of `name` by `who`; False when the rate is passed. Without Redis everything is allowed."""
    if not settings.TINTYPE_RATE_LIMITS:
        return True
    try:
        return _limiter().hit(_rate(name), name, str(who))
    except AWAY:
        log.warning("Redis away: rate limit %s not counted", name)
        return True


def use(name: str, who: str) -> Standing | None:
    """Count one use in a window that ends for all uses at once, as apps are told of it; None where nobody counts."""
    if not settings.TINTYPE_RATE_LIMITS:
        return None
    rate = _rate(name)
    try:
        is_allowed = _windows().hit(rate, name, who)
        stats = _windows().get_window_stats(rate, name, who)
    except AWAY:
        log.warning("Redis away: rate limit %s not counted", name)
        return None
    return Standing(is_allowed, rate.amount, stats.remaining, stats.reset_time)
