"""Who may see a post, changed after it was made; photos taken out of it."""

from typing import Any

import pytest

from tests.photos.test_before_ready import early, is_seen, uploaded
from tintype.graph.actions import follow
from tintype.photos.edits import edit_post
from tintype.photos.errors import DraftRefused
from tintype.photos.history import history
from tintype.photos.queries import visible_post
from tintype.photos.records import Change
from tintype.photos.timelines import tagged
from tintype.storage.queries import is_stored
from tintype.testing.member import Member, unique_name
from tintype.testing.posts import make_post, picture
from tintype.testing.tasks import run_tasks

pytestmark = pytest.mark.usefixtures("objects")


def keys(post_id: int, viewer: Member) -> set[str]:
    post = visible_post(viewer.id, post_id)
    assert post
    return {file.key for photo in post.photos for file in photo.renditions}


def test_a_post_becomes_one_for_followers_and_its_old_addresses_die(
    alice: Member, bob: Member, charlie: Member
) -> None:
    follow(bob.id, alice.id)
    tag = unique_name("tag")
    post_id = make_post(alice.id, f"#{tag}")
    run_tasks()
    former = keys(post_id, charlie)
    edit_post(alice.id, post_id, Change(visibility="followers"))
    assert [is_seen(one, post_id) for one in (alice, bob, charlie)] == [True, True, False]
    run_tasks()
    assert tagged(None, tag, None, 9).items == []
    assert not former & keys(post_id, bob)
    assert [is_stored(key) for key in sorted(former)] == [False] * len(former)
    assert all(is_stored(key) for key in keys(post_id, bob))


def test_a_post_becomes_one_for_everyone(alice: Member, charlie: Member) -> None:
    tag = unique_name("tag")
    post_id = make_post(alice.id, f"#{tag}", visibility="followers")
    edit_post(alice.id, post_id, Change(visibility="public"))
    run_tasks()
    assert is_seen(charlie, post_id)
    assert [post.id for post in tagged(None, tag, None, 9).items] == [post_id]
    edit_post(alice.id, post_id, Change(visibility="unlisted"))
    run_tasks()
    assert is_seen(charlie, post_id)
    assert tagged(None, tag, None, 9).items == []
    post = visible_post(None, post_id)
    assert post
    # It says what it said.
    assert (post.edited_at, len(history(post))) == (None, 1)


@pytest.mark.parametrize(
    ("before", "after"), [("public", "direct"), ("direct", "public"), ("direct", "followers"), ("public", "friends")]
)
def test_what_is_for_a_few_stays_so_and_nothing_else_becomes_it(alice: Member, before: str, after: str) -> None:
    post_id = make_post(alice.id, visibility=before)
    with pytest.raises(DraftRefused) as refused:
        edit_post(alice.id, post_id, Change(visibility=after, caption="changed"))
    assert refused.value.field == "visibility"
    post = visible_post(alice.id, post_id)
    assert post
    assert (post.visibility, post.caption) == (before, "")


def changed(alice: Member, post_id: int, **change: Any) -> None:
    edit_post(alice.id, post_id, Change(**change))
    run_tasks()


def test_taking_out_a_photo_that_cannot_be_shown_lets_the_others_be_seen(alice: Member, bob: Member) -> None:
    good, bad = uploaded(alice), uploaded(alice, picture()[:900])
    post_id = early(alice, good, bad)
    run_tasks()
    with pytest.raises(DraftRefused, match="damaged"):
        changed(alice, post_id, caption="still with it")
    changed(alice, post_id, photo_ids=[good], caption="without it")
    post = visible_post(bob.id, post_id)
    assert post
    assert ([photo.id for photo in post.photos], post.caption, post.edited_at) == ([good], "without it", None)


def test_a_post_is_changed_while_it_is_getting_ready(alice: Member, bob: Member) -> None:
    post_id = early(alice, uploaded(alice))
    edit_post(alice.id, post_id, Change(caption="better words", visibility="unlisted"))
    assert not is_seen(bob, post_id)
    run_tasks()
    post = visible_post(bob.id, post_id)
    assert post
    assert (post.caption, post.visibility, post.edited_at) == ("better words", "unlisted", None)
