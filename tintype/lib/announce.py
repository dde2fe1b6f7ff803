"""Saying what has just happened to whoever listens now: Redis pub/sub, from where the streaming part tells apps.

All of it goes through one channel, so that a listener has one subscription, whoever comes and goes. What is said while
nobody listens, or while Redis is away, is lost: apps ask again anyway.
"""

import json
import logging
from collections.abc import Collection, Iterable

from django.conf import settings

from tintype.lib.redis import RedisDown, ask

# To whom: everybody, those under a hashtag, those with a list on which somebody is, one person.
PUBLIC = "public"

log = logging.getLogger(__name__)


def channel() -> str:
    return f"{settings.REDIS_PREFIX}news"


def tagged(tag: str) -> str:
    return f"tag:{tag}"


def by(author_id: int) -> str:
    return f"by:{author_id}"


def home(account_id: int) -> str:
    """Their home feed."""
    return f"home:{account_id}"


def told(account_id: int) -> str:
    """Their notifications."""
    return f"told:{account_id}"


def direct(account_id: int) -> str:
    """Their conversations."""
    return f"direct:{account_id}"


def publish(to: Iterable[str], event: str, made_id: int) -> None:
    """Only the id: whoever is told sees of it what they may see then. Call after the commit."""
    try:
        ask("PUBLISH", channel(), json.dumps([event, made_id, list(to)], separators=(",", ":")))
    except RedisDown:
        log.warning("Redis away: %s of %s not announced", event, made_id)


def read(message: bytes) -> tuple[str, int, Collection[str]]:
    """Event, id and to whom."""
    event, made_id, to = json.loads(message)
    return event, made_id, to
