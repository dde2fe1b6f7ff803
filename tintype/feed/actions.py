"""Changes to home feeds. All of it may be lost: a feed that is missing is rebuilt from the shards."""

from collections.abc import Iterable

from tintype.feed.redis import FEED_LENGTH, PUSH, REMOVE, SET_LIKED, feed_keys
from tintype.lib.redis import client, script


def push(post_id: int, owner_id: int, reader_ids: Iterable[int]) -> None:
    """Put a post into the feeds that exist, in one round trip."""
    with client().pipeline(transaction=False) as pipeline:
        for reader_id in reader_ids:
            script(PUSH)(keys=feed_keys(reader_id), args=[post_id, owner_id, FEED_LENGTH], client=pipeline)
        pipeline.execute()


def remove(post_id: int, owner_id: int, reader_ids: Iterable[int]) -> None:
    with client().pipeline(transaction=False) as pipeline:
        for reader_id in reader_ids:
            script(REMOVE)(keys=feed_keys(reader_id), args=[post_id, owner_id], client=pipeline)
        pipeline.execute()


def set_liked(account_id: int, post_id: int, *, is_liked: bool) -> None:
    script(SET_LIKED)(keys=feed_keys(account_id), args=[post_id, int(is_liked)])


def drop(account_id: int) -> None:
    """Whom this person may see has changed: the feed is rebuilt at the next read."""
    client().delete(*feed_keys(account_id)[:4])
