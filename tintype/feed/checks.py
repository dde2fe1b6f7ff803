"""What of this room must agree: the home feeds in Redis with what a rebuild would give."""

import time
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from tintype.feed.actions import drop
from tintype.feed.build import END, Parts, parts_of
from tintype.feed.redis import feed_keys
from tintype.lib.differences import Check, Difference, in_batches
from tintype.lib.redis import client, ids_with

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
    with client().pipeline() as pipeline:
        for reader in readers:
            entries, following, liked, _, _, until = feed_keys(reader)
            pipeline.lrange(entries, 0, -1).smembers(following).smembers(liked).get(until)
        answers = pipeline.execute()
    found = zip(readers, answers[::4], answers[1::4], answers[2::4], answers[3::4], strict=True)
    now = time.time()
    return {reader: _parts(*kept) for reader, *kept, until in found if all(kept) and not (until and int(until) <= now)}


def _parts(entries: list[bytes], following: set[bytes], liked: set[bytes]) -> Parts:
    pairs = [(int(post), int(owner)) for post, owner in (entry.split(b":") for entry in entries)]
    return Parts(pairs, set(map(int, following)), set(map(int, liked)) - {0}, None)


def _wrong_in(kept: Parts, true: Parts) -> Iterator[str]:
    # A list without the mark of its end was cut there: what is older comes from the shards.
    cut = 0 if END in kept.entries else kept.entries[-1][0]
    entries = [entry for entry in kept.entries if entry != END]
    should = {entry for entry in true.entries if entry[0] >= cut}
    for post, owner in sorted(should - set(entries)):
        yield f"lacks post {post} of account {owner}"
    for post, owner in sorted(set(entries) - should):
        yield f"has post {post} of account {owner}, which does not belong there"
    if any(newer <= older for (newer, _), (older, _) in pairwise(entries)):
        yield "is out of order, or has a post twice"
    for account in sorted(kept.following ^ true.following):
        yield f"{'shows' if account in kept.following else 'hides'} the posts of account {account}, and should not"
    for post in sorted(post for post, _ in should & set(entries) if (post in kept.liked) != (post in true.liked)):
        yield f"says that post {post} is {'' if post in kept.liked else 'not '}liked, and is wrong"


CHECKS = (Check("home feeds", _readers, _compare),)
