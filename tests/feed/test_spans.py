"""Pages of a home feed from above and from below, as apps turn them, out of Redis and out of the shards."""

import pytest

from tests.away import redis_away
from tests.feed.helpers import ids, insert_post
from tests.feed.test_paging import short_feeds
from tintype.feed import queries
from tintype.feed.queries import home
from tintype.graph.actions import follow
from tintype.lib.paging import Span
from tintype.testing.member import Member


@pytest.fixture
def posts(alice: Member, bob: Member) -> list[int]:
    """Newest first; Bob reads."""
    follow(bob.id, alice.id)
    return [insert_post(alice.id) for _ in range(6)][::-1]


def shown(reader: Member, span: Span, limit: int) -> tuple[list[int], str | None]:
    page = home(reader.id, span, limit)
    return [entry.post_id for entry in page.entries], page.next


def check_spans(bob: Member, posts: list[int]) -> None:
    newest, oldest = posts[0], posts[-1]
    assert shown(bob, Span(after=posts[3]), 10) == (posts[:3], None)
    assert shown(bob, Span(after=posts[3]), 2) == (posts[:2], str(posts[1]))
    assert shown(bob, Span(after=newest), 2) == ([], None)
    assert shown(bob, Span(before=posts[1], after=posts[4]), 10) == (posts[2:4], None)
    assert shown(bob, Span(after=posts[5], from_below=True), 2) == (posts[3:5], str(posts[4]))
    assert shown(bob, Span(after=oldest - 1, from_below=True), 2) == (posts[4:], str(oldest))
    assert shown(bob, Span(before=posts[3], after=posts[5], from_below=True), 5) == (posts[4:5], str(posts[4]))
    assert shown(bob, Span(after=newest, from_below=True), 5) == ([], None)


def test_a_feed_in_redis(bob: Member, posts: list[int]) -> None:
    assert ids(bob) == posts
    check_spans(bob, posts)


def test_a_feed_whose_list_is_cut(bob: Member, posts: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "FEED_LENGTH", 3)
    with short_feeds(3):
        assert ids(bob) == posts
        check_spans(bob, posts)


def test_a_feed_without_redis(bob: Member, posts: list[int]) -> None:
    with redis_away():
        check_spans(bob, posts)
