"""The original of a photo: every pixel that was sent, for its owner alone."""

import re
from urllib.parse import urlsplit

from tests.web.asking import body
from tintype.photos.edits import edit_post
from tintype.photos.queries import visible_post
from tintype.photos.records import Change
from tintype.testing.member import Member
from tintype.testing.posts import make_photo, make_post
from tintype.testing.tasks import run_tasks

SAYS = "What you changed is being made"


def photo_of(owner: Member) -> int:
    post = visible_post(owner.id, make_post(owner.id))
    assert post
    return post.photos[0].id


def test_its_owner_is_led_to_the_store(alice: Member) -> None:
    for photo_id in (photo_of(alice), make_photo(alice.id)):
        answer = alice.client.get(f"/uploads/{photo_id}/original/")
        assert answer.status_code == 302
        assert "no-store" in answer["Cache-Control"]
        address = urlsplit(answer["Location"])
        assert re.search(rf"/originals/{alice.id}/{photo_id}/\w+\.jpg$", address.path.replace("-", "_"))
        assert "X-Amz-Signature" in address.query


def test_nobody_else_is(alice: Member, bob: Member, charlie: Member, anonymous: Member) -> None:
    photo_id = photo_of(alice)
    answers = [member.client.get(f"/uploads/{photo_id}/original/") for member in (bob, charlie, anonymous)]
    assert [answer.status_code for answer in answers[:2]] == [404, 404]
    assert answers[2]["Location"].startswith("/account/login/")


def test_a_photo_that_is_not_there_has_none(alice: Member) -> None:
    assert alice.client.get("/uploads/1/original/").status_code == 404


def test_the_page_of_a_post_says_that_its_photo_is_being_developed_anew(alice: Member, bob: Member) -> None:
    post_id = make_post(alice.id)
    shown = visible_post(alice.id, post_id)
    assert shown
    page, waiting = f"/p/{post_id}/?developing", f"/p/{post_id}/waiting/"
    assert SAYS not in body(alice.client.get(page))
    edit_post(alice.id, post_id, Change(recipes={shown.photos[0].id: {"filter": "cyanotype"}}))
    assert [SAYS in body(member.client.get(page)) for member in (alice, bob)] == [True, False]
    assert "HX-Refresh" not in alice.client.get(waiting)
    run_tasks()
    assert SAYS not in body(alice.client.get(page))
    assert alice.client.get(waiting)["HX-Refresh"] == "true"
