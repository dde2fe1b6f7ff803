"""Unlisted and direct posts: who sees them, and in which lists they are not. tests/matrix has the rule in full."""

from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from tintype.feed.queries import home
from tintype.graph.actions import block, follow
from tintype.photos.actions import comment, like, publish_post
from tintype.photos.counts import counts
from tintype.photos.door import Which
from tintype.photos.edits import edit_post
from tintype.photos.errors import DraftRefused
from tintype.photos.queries import posts_of, visible_post
from tintype.photos.records import Change, Draft
from tintype.photos.timelines import tagged
from tintype.testing.member import Member, unique_name
from tintype.testing.posts import make_photo, make_post
from tintype.testing.tasks import run_tasks


def seen_by(post_id: int, *viewers: Member | None) -> list[bool]:
    return [visible_post(viewer.id if viewer else None, post_id) is not None for viewer in viewers]


def grid(viewer: Member | None, owner: Member, which: Which | None = None) -> list[int]:
    return [post.id for post in posts_of(viewer.id if viewer else None, owner.person, None, 10, which).items]


def feed(viewer: Member) -> list[int]:
    return [entry.post_id for entry in home(viewer.id, None, 10).entries]


def test_an_unlisted_post_is_for_everyone_and_under_no_hashtag(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    tag = unique_name("tag")
    post_id = make_post(alice.id, f"#{tag}", visibility="unlisted")
    run_tasks()
    assert seen_by(post_id, alice, bob, None) == [True] * 3
    assert grid(None, alice) == feed(bob) == [post_id]
    assert list(tagged(None, tag, None, 10).items) == []
    post = visible_post(None, post_id)
    assert post
    assert (post.is_public, post.is_listed) == (True, False)


def test_a_direct_post_is_for_those_whom_it_names(alice: Member, bob: Member, charlie: Member) -> None:
    follow(charlie.id, alice.id)
    post_id = make_post(alice.id, f"for @{bob.username} #quiet", visibility="direct")
    run_tasks()
    assert seen_by(post_id, alice, bob, charlie, None) == [True, True, False, False]
    assert [grid(viewer, alice) for viewer in (alice, bob, charlie, None)] == [[post_id], [post_id], [], []]
    assert [feed(viewer) for viewer in (alice, bob, charlie)] == [[], [], []]
    assert counts(alice.id).posts == 0
    assert like(bob.id, post_id).like_count == 1
    # A mention under it opens no door.
    comment(bob.id, post_id, f"look @{charlie.username}", uuid4().hex)
    run_tasks()
    assert seen_by(post_id, charlie) == [False]


def test_a_direct_post_is_not_for_whom_a_block_separates(alice: Member, bob: Member) -> None:
    post_id = make_post(alice.id, f"for @{bob.username}", visibility="direct")
    block(bob.id, alice.id)
    assert seen_by(post_id, bob, alice) == [False, True]
    assert grid(bob, alice) == []


def test_whom_a_direct_post_names_no_more_does_not_see_it_any_more(alice: Member, bob: Member, charlie: Member) -> None:
    post_id = make_post(alice.id, f"for @{bob.username}", visibility="direct")
    edit_post(alice.id, post_id, Change(caption=f"for @{charlie.username}"))
    assert seen_by(post_id, bob, charlie) == [False, True]


def test_a_post_needs_no_photo_where_that_is_switched_on(alice: Member, settings: Settings) -> None:
    words = Draft([], [], "just words", "public", uuid4().hex)
    with pytest.raises(DraftRefused, match="at least one photo"):
        publish_post(alice.id, words)
    settings.TINTYPE_TEXT_POSTS = True
    with pytest.raises(DraftRefused, match="Write something"):
        publish_post(alice.id, Draft([], [], " ", "public", uuid4().hex))
    text, photo = publish_post(alice.id, words), make_post(alice.id, "a photo of #Clouds")
    assert grid(None, alice) == [photo, text]
    assert grid(None, alice, Which(with_photos=True)) == [photo]
    assert grid(None, alice, Which(tag="clouds")) == [photo]
    assert grid(None, alice, Which(tag="cloud")) == grid(None, alice, Which(tag=".*")) == []


def test_warning_language_and_app_are_kept(alice: Member) -> None:
    photo_id = make_photo(alice.id)
    draft = Draft(
        [photo_id],
        [],
        "",
        "public",
        uuid4().hex,
        " a\nspider ",
        language="de",
        application=("toot", "https://t.example"),
    )
    post = visible_post(None, publish_post(alice.id, draft))
    assert post
    assert (post.spoiler, post.is_sensitive, post.language) == ("a spider", True, "de")
    assert post.application == ("toot", "https://t.example")
    with pytest.raises(DraftRefused, match="201 characters; 200 fit"):
        publish_post(alice.id, Draft([photo_id], [], "", "public", uuid4().hex, "x" * 201))
