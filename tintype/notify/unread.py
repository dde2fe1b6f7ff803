"""The number on the activity tab, where the home feed reads it."""

import logging

from tintype.feed.redis import feed_keys
from tintype.lib.redis import RedisDown, ask

KEPT_SECONDS = 3600
# While the empty mark stands, a count that was made before the change is not kept (see lib.remember).
MARK_SECONDS = 5

log = logging.getLogger(__name__)


def unread_key(account_id: int) -> str:
    return feed_keys(account_id)[4]


def keep_unread(account_id: int, count: int) -> None:
    try:
        ask("SET", unread_key(account_id), count, "EX", KEPT_SECONDS, "NX")
    except RedisDown:
        log.warning("Redis away: unread count not kept")


def forget_unread(account_id: int) -> None:
    """Call after the commit."""
    try:
        ask("SET", unread_key(account_id), "", "EX", MARK_SECONDS)
    except RedisDown:
        log.warning("Redis away: nothing to forget")
