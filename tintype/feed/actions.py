"""Changes to home feeds. All of it may be lost: a feed that is missing is rebuilt from the shards."""

from collections.abc import Collection

from tintype.feed.records import Entry
from tintype.feed.redis import FEED_LENGTH, PUSH, REMOVE, SET_MARK, feed_keys
from tintype.lib.announce import home, publish
from tintype.lib.redis import client, script


def push(entry: Entry, reader_ids: Collection[int]) -> None:
    """Put it into the feeds that exist, in one round trip; tell those who listen."""
    with client().pipeline(transaction=False) as pipeline:
        for reader_id in reader_ids:
            script(PUSH)(keys=feed_keys(reader_id), args=[entry.text, entry.id, FEED_LENGTH], client=pipeline)
        pipeline.execute()
    announce("update", entry.id, reader_ids)


def remove(entry: Entry, reader_ids: Collection[int]) -> None:
    with client().pipeline(transaction=False) as pipeline:
        for reader_id in reader_ids:
            script(REMOVE)(keys=feed_keys(reader_id), args=[entry.text], client=pipeline)
        pipeline.execute()
    announce("delete", entry.id, reader_ids)


def announce(event: str, entry_id: int, reader_ids: Collection[int]) -> None:
    publish(map(home, reader_ids), event, entry_id)


def set_liked(account_id: int, post_id: int, *, is_liked: bool) -> None:
    script(SET_MARK)(keys=feed_keys(account_id), args=[post_id, int(is_liked)])


def set_shared(account_id: int, post_id: int, *, is_shared: bool) -> None:
    script(SET_MARK)(keys=feed_keys(account_id), args=[-post_id, int(is_shared)])


def drop(account_id: int) -> None:
    """Whom this person may see has changed: the feed is rebuilt at the next read."""
    client().delete(*feed_keys(account_id)[:4])
