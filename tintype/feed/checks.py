"""What of this room must agree: the home feeds in Redis with what a rebuild would give."""

import time
from collections.abc import Collection, Iterator
from functools import partial
from itertools import pairwise

from tintype.feed.actions import drop
from tintype.feed.build import END, Parts, parts_of
from tintype.feed.records import Entry
from tintype.feed.redis import feed_keys
from tintype.lib.differences import Check, Difference, in_batches
from tintype.lib.redis import Command, each, ids_with

# Each feed of a batch is held in memory, 500 entries and at most 10,000 ids of people.
BATCH = 50


def _readers() -> Iterator[list[int]]:
    yield from in_batches(ids_with("feed"), BATCH)


def _compare(readers: list[int]) -> list[Difference[int]]:
    return [
        Difference(reader, f"The home feed of account {reader} {wrong}.", partial(drop, reader))
        for reader, kept in _in_redis(readers).items()
        for wrong in _wrong_in(kept, parts_of(reader))
    ]


def _in_redis(readers: list[int]) -> dict[int, Parts]:
    """Those that are whole: one of which a part is lost, or whose time is over, is rebuilt at the next read."""
    answers = each([command for reader in readers for command in _reading(feed_keys(reader))])
    found = zip(readers, answers[::4], answers[1::4], answers[2::4], answers[3::4], strict=True)
    now = time.time()
    return {reader: _parts(*kept) for reader, *kept, until in found if all(kept) and not (until and int(until) <= now)}


def _reading(keys: list[str]) -> Iterator[Command]:
    entries, following, liked, _, _, until = keys
    yield Command(entries, ("LRANGE", entries, 0, -1))
    yield Command(following, ("SMEMBERS", following))
    yield Command(liked, ("SMEMBERS", liked))
    yield Command(until, ("GET", until))


def _parts(entries: list[bytes], following: Collection[bytes], marks: Collection[bytes]) -> Parts:
    kept = [Entry.parse(entry) for entry in entries]
    return Parts(kept, set(map(int, following)), set(map(int, marks)) - {0}, None)


def _wrong_in(kept: Parts, true: Parts) -> Iterator[str]:
    # A list without the mark of its end was cut there: what is older comes from the shards.
    cut = 0 if END in kept.entries else kept.entries[-1].id
    entries = [entry for entry in kept.entries if entry != END]
    should = {entry for entry in true.entries if entry.id >= cut}
    for entry in sorted(should - set(entries)):
        yield f"lacks {_named(entry)}"
    for entry in sorted(set(entries) - should):
        yield f"has {_named(entry)}, which does not belong there"
    if any(newer.id <= older.id for newer, older in pairwise(entries)):
        yield "is out of order, or has a post twice"
    yield from _wrong_people(kept.following, true.following)
    yield from _wrong_marks({entry.post_id for entry in should & set(entries)}, kept.marks, true.marks)


def _named(entry: Entry) -> str:
    what = f"share {entry.id} (of post {entry.post_id})" if entry.is_share else f"post {entry.id}"
    return f"{what} of account {entry.by_id}"


def _wrong_people(kept: set[int], true: set[int]) -> Iterator[str]:
    """What is below zero hides shares."""
    for account in sorted(kept ^ true):
        is_shown = (account in kept) == (account > 0)
        what = "posts" if account > 0 else "shares"
        yield f"{'shows' if is_shown else 'hides'} the {what} of account {abs(account)}, and should not"


def _wrong_marks(posts: set[int], kept: set[int], true: set[int]) -> Iterator[str]:
    """What is below zero is a share."""
    for mark in sorted(mark for mark in kept ^ true if abs(mark) in posts):
        said = "" if mark in kept else "not "
        yield f"says that post {abs(mark)} is {said}{'liked' if mark > 0 else 'shared'}, and is wrong"


CHECKS = (Check("home feeds", _readers, _compare),)
