"""Everybody's public posts, of the whole site and under hashtags: which, in what order, page by page."""

from collections.abc import Callable
from typing import Any

import pytest

from tintype.accounts.actions import update_profile
from tintype.graph.actions import block, follow
from tintype.graph.mutes.actions import mute
from tintype.lib.paging import Page, Span
from tintype.photos import timelines
from tintype.photos.actions import delete_post
from tintype.photos.models import Post
from tintype.photos.records import PostRecord
from tintype.photos.timelines import Tags, public_posts, tagged
from tintype.sharding.scope import action_of
from tintype.testing.member import Member, make_member, unique_name
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

List = Callable[..., Page[PostRecord]]


@pytest.fixture
def since(alice: Member) -> int:
    """Other tests' posts are older than this."""
    return make_post(alice.id)


def ids(page: Page[PostRecord]) -> list[int]:
    return [post.id for post in page.items]


def newest(viewer: Member | None, since: int, **more: Any) -> list[int]:
    return ids(public_posts(viewer.id if viewer else None, Span(after=since), 100, **more))


def test_only_public_posts_of_public_accounts_are_listed(since: int, alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    posts = {visibility: make_post(alice.id, f"@{bob.username}", visibility=visibility) for visibility in VISIBILITIES}
    for viewer in (alice, bob, None):
        assert newest(viewer, since) == [posts["public"]]
    update_profile(alice.id, name="", bio="", is_private=True)
    run_tasks()
    for viewer in (alice, bob, None):
        assert newest(viewer, since) == []


VISIBILITIES = ("public", "unlisted", "followers", "direct")


def test_posts_of_all_shards_come_newest_first(since: int) -> None:
    posts = [make_post(make_member("author").id) for _ in range(6)]
    assert newest(None, since) == posts[::-1]


def test_blocks_and_mutes_are_kept(since: int, alice: Member, bob: Member, charlie: Member) -> None:
    tag = unique_name("tag")
    post_id = make_post(alice.id, f"#{tag}")
    run_tasks()
    mute(bob.id, alice.id)
    block(alice.id, charlie.id)
    for viewer, seen in ((alice, [post_id]), (bob, []), (charlie, []), (None, [post_id])):
        assert newest(viewer, since) == seen
        assert ids(tagged(viewer.id if viewer else None, tag, None, 10)) == seen


def without_photos(owner: Member, caption: str) -> int:
    post_id = make_post(owner.id, caption)
    with action_of(owner.id):
        Post.objects.get(id=post_id).photos.update(post=None)
    return post_id


def test_posts_without_photos_are_left_out_on_request(since: int, alice: Member) -> None:
    tag = unique_name("tag")
    words, photo = without_photos(alice, f"#{tag}"), make_post(alice.id, f"#{tag}")
    run_tasks()
    assert newest(None, since) == ids(tagged(None, tag, None, 9)) == [photo, words]
    assert newest(None, since, only_photos=True) == [photo]
    assert ids(tagged(None, tag, None, 9, only_photos=True)) == [photo]


def test_hashtags_are_combined(alice: Member) -> None:
    a, b, c = (unique_name(name) for name in "abc")
    posts = {
        name: make_post(alice.id, caption)
        for name, caption in {"a": f"#{a}", "b": f"#{b.upper()}", "ab": f"#{a} #{b}", "abc": f"#{c} #{b} #{a}"}.items()
    }
    run_tasks()

    def under(some: str, every: str = "", none: str = "") -> set[str]:
        tags = Tags(*(frozenset(words.split()) for words in (some, every, none)))
        found = ids(tagged(None, tags, None, 10))
        assert found == sorted(found, reverse=True)
        return {name for name, post_id in posts.items() if post_id in found}

    assert under(a) == {"a", "ab", "abc"}
    assert under(f"{a} {b}") == {"a", "b", "ab", "abc"}
    assert under(a, every=b) == {"ab", "abc"}
    assert under(a, every=b, none=c) == {"ab"}
    assert under(f"{a} {b}", none=f"{c} {b}") == {"a"}
    assert under(c, every=unique_name("other")) == set()


def pages(show: List, span: Span, limit: int) -> list[list[int]]:
    """Until there is no more, in the direction of the span."""
    found: list[list[int]] = []
    while True:
        page = show(span, limit)
        cursor = page.previous if span.from_below else page.next
        if not page.items and not cursor:
            return found
        found.append(ids(page))
        if cursor is None:
            return found
        span = Span(span.before, int(cursor), from_below=True) if span.from_below else Span(int(cursor), span.after)


@pytest.mark.parametrize("rounds", [1, 5])
def test_each_post_comes_once_however_the_pages_are_turned(
    since: int, alice: Member, bob: Member, rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = unique_name("tag")
    monkeypatch.setattr(timelines, "ROUNDS", rounds)
    monkeypatch.setattr(timelines, "LATER_ROUNDS_AT_ONCE", 2)
    posts: list[int] = []
    for number in range(7):
        posts.insert(0, make_post(alice.id, f"#{tag}"))
        make_post(
            alice.id if number % 2 else bob.id, f"#{tag} #not{tag}", visibility="unlisted" if number > 4 else "public"
        )
    run_tasks()
    shown = [post.id for post in public_posts(None, Span(after=since), 100).items if post.id in posts]
    assert shown == posts
    wanted = Tags(frozenset([tag]), none=frozenset([f"not{tag}"]))
    down = pages(lambda span, limit: tagged(None, wanted, span, limit), Span(after=since), 2)
    assert [post_id for page in down for post_id in page] == posts
    up = pages(lambda span, limit: tagged(None, wanted, span, limit), Span(after=since, from_below=True), 3)
    assert [post_id for page in up for post_id in page[::-1]] == posts[::-1]
    if rounds > 1:
        assert [len(page) for page in down] == [2, 2, 2, 1]
        assert [len(page) for page in up] == [3, 3, 1]
    delete_post(alice.id, posts[0])
    assert ids(tagged(None, tag, None, 1)) == [posts[1]]


def test_a_new_post_stands_under_its_hashtags_at_once(alice: Member) -> None:
    tag = unique_name("tag")
    post_id = make_post(alice.id, f"#{tag}")
    assert ids(tagged(None, tag, None, 10)) == [post_id]
