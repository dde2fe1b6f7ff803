"""Paging returns each thing exactly once, whatever comes and goes meanwhile; pushes may come in any order."""

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.feed.helpers import delete_row, ids, in_redis, insert_and_push, insert_post, lose_feed
from tintype.feed import actions, build
from tintype.feed.actions import push, remove
from tintype.feed.queries import home
from tintype.feed.records import Entry
from tintype.graph.actions import follow
from tintype.sharding.ids import EPOCH, made_at
from tintype.testing.member import Member, make_member

LENGTHS = st.sampled_from([3, 7, 500])
few = settings(max_examples=25)


def short_feeds(length: int) -> AbstractContextManager[Any]:
    patch = pytest.MonkeyPatch()
    patch.setattr(build, "FEED_LENGTH", length)
    patch.setattr(actions, "FEED_LENGTH", length)
    return _undone(patch)


class _undone(AbstractContextManager[None]):  # noqa: N801 - read as a word
    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch

    def __exit__(self, *_: object) -> None:
        self.patch.undo()


def reader_of(*authors: Member) -> Member:
    reader = make_member("reader")
    for author in authors:
        follow(reader.id, author.id)
    return reader


@given(
    length=LENGTHS,
    limit=st.integers(1, 6),
    meanwhile=st.lists(st.sampled_from(["new", "late", "delete", "lose", "nothing"]), max_size=12),
)
@few
def test_each_post_comes_exactly_once_whatever_happens_between_two_pages(
    length: int, limit: int, meanwhile: list[str]
) -> None:
    authors = [make_member("author") for _ in range(2)]
    with short_feeds(length):
        reader = reader_of(*authors)
        standing = {insert_and_push(authors[number % 2], reader) for number in range(9)}
        deleted: set[int] = set()
        seen: list[int] = []
        cursor, changes = None, iter(meanwhile)
        while True:
            page = home(reader.id, cursor, limit)
            seen += [entry.post_id for entry in page.entries]
            assert len(page.entries) <= limit
            if page.next is None:
                break
            cursor = page.next
            deleted |= _change(next(changes, "nothing"), authors, reader, standing - deleted)
        assert seen == sorted(set(seen), reverse=True)
        assert standing - deleted <= set(seen)


def _change(change: str, authors: list[Member], reader: Member, standing: set[int]) -> set[int]:
    """What was deleted."""
    if change == "new":
        insert_and_push(authors[0], reader)
    elif change == "late":
        # A post whose push was held up, older than all that have been shown.
        late = insert_post(authors[1].id, made_at(min(standing)) - timedelta(seconds=1) if standing else None)
        push(Entry.of_post(late, authors[1].id), [reader.id])
    elif change == "lose":
        lose_feed(reader)
    elif change == "delete" and standing:
        gone = sorted(standing)[len(standing) // 2]
        for author in authors:
            delete_row(author.id, gone)
            remove(Entry.of_post(gone, author.id), [reader.id])
        return {gone}
    return set()


@given(length=LENGTHS, order=st.permutations(range(8)), again=st.lists(st.integers(0, 7), max_size=5))
@few
def test_pushes_in_any_order_and_twice_make_the_same_feed(length: int, order: list[int], again: list[int]) -> None:
    author = make_member("author")
    with short_feeds(length):
        reader = reader_of(author)
        assert ids(reader) == []
        posts = [insert_post(author.id) for _ in order]
        for number in (*order, *again):
            push(Entry.of_post(posts[number], author.id), [reader.id])
        newest_first = sorted(posts, reverse=True)
        assert in_redis(reader) == [*newest_first, 0][:length]
        assert ids(reader) == newest_first
        assert ids(reader, limit=4) == newest_first[:4]


def test_ids_of_different_length_are_compared_as_numbers(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    assert ids(bob) == []
    # The oldest has 16 digits, the newest 19.
    posts = [
        insert_post(alice.id, EPOCH + age) for age in (timedelta(minutes=9), timedelta(days=1), timedelta(days=90))
    ]
    posts.append(insert_post(alice.id))
    assert len({len(str(post_id)) for post_id in posts}) > 2
    for number in (2, 0, 3, 1):
        push(Entry.of_post(posts[number], alice.id), [bob.id])
    assert ids(bob) == posts[::-1]
    assert ids(bob, str(posts[2])) == posts[1::-1]
    assert ids(bob, str(posts[1] + 1)) == posts[1::-1]


def test_a_feed_cut_at_its_length_goes_on_from_the_shards(alice: Member, bob: Member) -> None:
    with short_feeds(5):
        follow(bob.id, alice.id)
        posts = [insert_post(alice.id) for _ in range(12)][::-1]
        assert ids(bob, limit=3) == posts[:3]
        assert in_redis(bob) == posts[:5]
        assert ids(bob, str(posts[2]), limit=3) == posts[3:6]
        assert ids(bob, str(posts[5]), limit=3) == posts[6:9]
        page = home(bob.id, str(posts[8]), 3)
        assert ([entry.post_id for entry in page.entries], page.next) == (posts[9:], None)


def test_a_feed_as_long_as_its_length_has_an_end(alice: Member, bob: Member) -> None:
    with short_feeds(5):
        follow(bob.id, alice.id)
        posts = [insert_post(alice.id) for _ in range(5)][::-1]
        page = home(bob.id, None, 5)
        assert ([entry.post_id for entry in page.entries], page.next) == (posts, None)
        posts.insert(0, insert_and_push(alice, bob))
        assert in_redis(bob) == posts[:5]
        page = home(bob.id, None, 6)
        assert ([entry.post_id for entry in page.entries], page.next) == (posts, None)
