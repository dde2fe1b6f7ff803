"""Changing a post by a browser; posts without photos, with warnings, for a few."""

import re
from typing import Any
from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from tests.web.asking import body, escaped
from tintype.photos.actions import comment, publish_post
from tintype.photos.comment_likes import like_comment
from tintype.photos.edits import edit_post
from tintype.photos.queries import visible_post
from tintype.photos.records import Change, Draft, PostRecord
from tintype.photos.shares.actions import share
from tintype.testing.member import Member
from tintype.testing.posts import make_photo, make_post
from tintype.testing.tasks import run_tasks


def seen(post_id: int) -> PostRecord:
    post = visible_post(None, post_id)
    assert post
    return post


def text_post(member: Member, caption: str, spoiler: str = "") -> int:
    return publish_post(member.id, Draft([], [], caption, "public", uuid4().hex, spoiler))


def test_what_stands_in_the_form_is_what_the_post_says(alice: Member) -> None:
    post_id = make_post(alice.id, "before <b>", photos=2)
    page = body(alice.client.get(f"/p/{post_id}/edit/"))
    assert "before &lt;b&gt;</textarea>" in page
    assert [f"photo {number}</textarea>" in page for number in (1, 2)] == [True, True]
    form = {"caption": "after", "spoiler": "wet", "is_sensitive": "", "alts": ["one", "two"]}
    assert alice.client.post(f"/p/{post_id}/edit/", form)["Location"] == f"/p/{post_id}/"
    post = seen(post_id)
    assert (post.caption, post.spoiler, post.is_sensitive) == ("after", "wet", True)
    assert [photo.alt for photo in post.photos] == ["one", "two"]
    assert "· edited" in body(alice.client.get(f"/p/{post_id}/"))


def test_who_may_see_it_is_changed_and_a_photo_taken_out(alice: Member, charlie: Member) -> None:
    post_id = make_post(alice.id, "before", photos=2)
    first, second = (photo.id for photo in seen(post_id).photos)
    page = body(alice.client.get(f"/p/{post_id}/edit/"))
    assert 'value="public" checked' in page
    form = {"caption": "before", "alts": ["one", "two"], "visibility": "followers", "removed": [second]}
    assert alice.client.post(f"/p/{post_id}/edit/", form)["Location"] == f"/p/{post_id}/"
    run_tasks()
    assert charlie.client.get(f"/p/{post_id}/").status_code == 404
    post = visible_post(alice.id, post_id)
    assert post
    assert ([photo.id for photo in post.photos], post.visibility) == ([first], "followers")
    refused = alice.client.post(f"/p/{post_id}/edit/", {**form, "removed": [first]})
    assert (refused.status_code, "Add at least one photo" in body(refused)) == (400, True)


def test_a_photo_is_developed_otherwise(alice: Member) -> None:
    post_id = make_post(alice.id, "before")
    page = body(alice.client.get(f"/p/{post_id}/edit/"))
    assert 'name="recipes" value="{}"' in page
    crop = '{"crop": [0.0, 0.0, 0.5, 1.0]}'
    alice.client.post(f"/p/{post_id}/edit/", {"caption": "before", "alts": [""], "recipes": [crop]})
    run_tasks()
    assert (seen(post_id).photos[0].width, seen(post_id).photos[0].height) == (128, 256)
    assert escaped(crop) in body(alice.client.get(f"/p/{post_id}/edit/"))
    refused = alice.client.post(f"/p/{post_id}/edit/", {"caption": "before", "recipes": ['{"turn": 9}']})
    assert (refused.status_code, "turned by none" in body(refused)) == (400, True)


def test_what_does_not_fit_comes_back_with_what_was_typed(alice: Member) -> None:
    post_id = make_post(alice.id, "before")
    cases: list[tuple[dict[str, Any], str]] = [
        ({"caption": "x" * 2201}, "2,201 characters"),
        ({"caption": "kept words", "alts": ["y" * 1501]}, "up to 1,500"),
        ({"caption": "kept words", "spoiler": "z" * 201}, "201 characters"),
    ]
    for form, message in cases:
        answer = alice.client.post(f"/p/{post_id}/edit/", form)
        page = answer.content.decode()
        assert answer.status_code == 400
        assert message in page
        assert form["caption"] in page
    assert seen(post_id).caption == "before"


def test_nobody_else_gets_or_sends_the_form(alice: Member, bob: Member, anonymous: Member) -> None:
    post_id = make_post(alice.id, "mine")
    for method in (bob.client.get, bob.client.post):
        assert method(f"/p/{post_id}/edit/", {"caption": "his"}).status_code == 404
    assert anonymous.client.post(f"/p/{post_id}/edit/", {"caption": "theirs"}).status_code == 302
    assert seen(post_id).caption == "mine"


def test_a_post_without_a_photo_has_its_place_on_every_page(alice: Member, bob: Member, settings: Settings) -> None:
    settings.TINTYPE_TEXT_POSTS = True
    post_id = text_post(alice, "just words #words")
    run_tasks()
    paths = ("/", f"/@{alice.username}/", f"/p/{post_id}/", "/t/words/", f"/p/{post_id}/edit/")
    for path in paths:
        assert "just words" in body(alice.client.get(path))
    assert f"Post by {alice.username}" in body(alice.client.get(f"/p/{post_id}/"))
    bob.client.post(f"/p/{post_id}/like/", {"liked": "1"})
    run_tasks()
    assert "likes your post." in body(alice.client.get("/activity/"))


@pytest.mark.parametrize("words", [False, True])
def test_what_has_a_warning_is_closed(alice: Member, settings: Settings, words: bool) -> None:  # noqa: FBT001 - a case
    settings.TINTYPE_TEXT_POSTS = True
    if words:
        post_id = text_post(alice, "the end", "spoils <it>")
    else:
        post_id = make_post(alice.id, "the end")
        edit_post(alice.id, post_id, Change(spoiler="spoils <it>"))
    for path in ("/", f"/p/{post_id}/"):
        page = body(alice.client.get(path))
        closed = re.findall(r"<details class=\"closed[^>]*><summary dir=\"auto\">(.*?)</summary>", page)
        assert closed == (["spoils &lt;it&gt;"] if words else ["spoils &lt;it&gt;", "Caption"])
        assert not re.search(r"<details class=\"closed[^>]*open", page)
    assert "spoils &lt;it&gt;</span>" in body(alice.client.get(f"/@{alice.username}/"))


def test_each_audience_has_its_words(alice: Member) -> None:
    for visibility, words in (
        ("public", []),
        ("unlisted", ["Unlisted"]),
        ("followers", ["Followers"]),
        ("direct", ["Mentioned people"]),
    ):
        page = body(alice.client.get(f"/p/{make_post(alice.id, visibility=visibility)}/"))
        assert re.findall(r'<span class="only">.*?([A-Z][a-z ]+)</span>', page) == words
    form = body(alice.client.get("/new/"))
    offered = re.findall(r'name="visibility" value="(\w+)"( checked)?', form)
    assert offered == [("public", " checked"), ("unlisted", ""), ("followers", ""), ("direct", "")]


def test_a_direct_post_by_the_form_is_for_whom_it_names(alice: Member, bob: Member, charlie: Member) -> None:
    form = {
        "photo_ids": [make_photo(alice.id)],
        "alts": [""],
        "caption": f"for @{bob.username}",
        "visibility": "direct",
        "idempotency_key": str(uuid4()),
    }
    path = alice.client.post("/posts/", form)["Location"]
    assert [member.client.get(path).status_code for member in (alice, bob, charlie)] == [200, 200, 404]


def test_the_addresses_that_apps_give_lead_to_the_post(alice: Member, bob: Member, charlie: Member) -> None:
    post_id = make_post(alice.id)
    said = comment(bob.id, post_id, "Nice", uuid4().hex).id
    share_id = share(bob.id, post_id).share_id
    assert charlie.client.get(f"/p/{post_id}")["Location"] == f"/p/{post_id}/"
    assert charlie.client.get(f"/p/{said}/")["Location"] == f"/p/{post_id}/#c{said}"
    assert charlie.client.get(f"/p/{share_id}/")["Location"] == f"/p/{post_id}/"
    for _ in range(31):
        comment(alice.id, post_id, "more", uuid4().hex)
    address = charlie.client.get(f"/p/{said}/")["Location"]
    assert f'id="c{said}"' in body(charlie.client.get(address.partition("#")[0]))
    hidden = comment(alice.id, make_post(alice.id, visibility="followers"), "psst", uuid4().hex).id
    assert charlie.client.get(f"/p/{hidden}/").status_code == 404


def test_a_liked_comment_is_called_so(alice: Member, bob: Member) -> None:
    said = comment(alice.id, make_post(bob.id), "Nice", uuid4().hex).id
    like_comment(bob.id, said)
    run_tasks()
    assert "likes your comment." in body(alice.client.get("/activity/"))
