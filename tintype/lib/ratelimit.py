"""How often one person may do a thing: a moving window in Redis."""

import logging
from functools import cache

from django.conf import settings
from limits import RateLimitItem, parse
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter

from tintype.lib.redis import RedisDown, client

log = logging.getLogger(__name__)

# Generous for a person, narrow for a script. Uploads: Mastodon's 30 in 30 minutes, times the ten photos of a post.
RATES = {
    "upload": "300/30 minutes",
    "post": "60/hour",
    "comment": "60/5 minutes",
    "like": "300/5 minutes",
    "follow": "200/hour",
    "settings": "60/hour",
}


@cache
def _limiter() -> MovingWindowRateLimiter:
    # The pool is handed over so that unix sockets and time-outs are those of lib.redis.
    return MovingWindowRateLimiter(
        RedisStorage("redis://", connection_pool=client().connection_pool, key_prefix=f"{settings.REDIS_PREFIX}limit")
    )


@cache
def _rate(name: str) -> RateLimitItem:
    return parse(RATES[name])


def allow(name: str, who: str | int) -> bool:
    """Count one use of `name` by `who`; False when the rate is passed. Without Redis everything is allowed."""
    if not settings.TINTYPE_RATE_LIMITS:
        return True
    try:
        return _limiter().hit(_rate(name), name, str(who))
    except RedisDown:
        log.warning("Redis away: rate limit %s not counted", name)
        return True
