"""Changes to home feeds. All of it may be lost: a feed that is missing is rebuilt from the shards."""

from collections.abc import Collection

from tintype.feed.records import Entry
from tintype.feed.redis import FEED_LENGTH, PUSH, REMOVE, SET_MARK, feed_keys
from tintype.lib.announce import home, publish
from tintype.lib.redis import Call, ask, run_script, run_scripts


def push(entry: Entry, reader_ids: Collection[int]) -> None:
    """Put it into the feeds that exist, in one round trip; tell those who listen."""
    run_scripts(PUSH, [Call(feed_keys(reader_id), (entry.text, entry.id, FEED_LENGTH)) for reader_id in reader_ids])
    announce("update", entry.id, reader_ids)


def remove(entry: Entry, reader_ids: Collection[int]) -> None:
    run_scripts(REMOVE, [Call(feed_keys(reader_id), (entry.text,)) for reader_id in reader_ids])
    announce("delete", entry.id, reader_ids)


def announce(event: str, entry_id: int, reader_ids: Collection[int]) -> None:
    publish(map(home, reader_ids), event, entry_id)


def set_liked(account_id: int, post_id: int, *, is_liked: bool) -> None:
    run_script(SET_MARK, feed_keys(account_id), post_id, int(is_liked))


def set_shared(account_id: int, post_id: int, *, is_shared: bool) -> None:
    run_script(SET_MARK, feed_keys(account_id), -post_id, int(is_shared))


def drop(account_id: int) -> None:
    """Whom this person may see has changed: the feed is rebuilt at the next read."""
    ask("DEL", *feed_keys(account_id)[:4])
