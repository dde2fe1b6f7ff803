"""The number on the activity tab, where the home feed reads it."""

import logging

from tintype.feed.redis import feed_keys
from tintype.lib.redis import RedisDown, client

KEPT_SECONDS = 3600
# While the empty mark stands, a count that was made before the change is not kept (see lib.remember).
MARK_SECONDS = 5

log = logging.getLogger(__name__)


def unread_key(account_id: int) -> str:
    return feed_keys(account_id)[4]


def keep_unread(account_id: int, count: int) -> None:
    try:
        client().set(unread_key(account_id), count, ex=KEPT_SECONDS, nx=True)
    except RedisDown:
        log.warning("Redis away: unread count not kept")


def forget_unread(account_id: int) -> None:
    """Call after the commit."""
    try:
        client().set(unread_key(account_id), "", ex=MARK_SECONDS)
    except RedisDown:
        log.warning("Redis away: nothing to forget")
