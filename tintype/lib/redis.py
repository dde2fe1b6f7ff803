"""The one Redis client of the process."""

from functools import cache
from typing import TYPE_CHECKING, Any

import redis
from django.conf import settings

if TYPE_CHECKING:
    from redis.commands.core import Script

# What stands in Redis can be rebuilt, so going without is better than waiting for it.
TIMEOUT_SECONDS = 2
RedisDown = redis.exceptions.RedisError


@cache
def client() -> Any:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS
    )


def key(name: str, account_id: int) -> str:
    """`feed:{42}`: the braces are Redis Cluster's hash tag, so all keys of one person share a slot."""
    return f"{settings.REDIS_PREFIX}{name}:{{{account_id}}}"


@cache
def script(source: str) -> "Script":
    """A Lua script, sent once and then called by its hash."""
    return client().register_script(source)  # type: ignore[no-any-return]
