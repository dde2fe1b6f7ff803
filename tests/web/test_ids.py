"""Ids that are not there, are somebody else's or cannot be: the same page for all, and nothing done."""

import html
import re

import pytest
from django.test import Client

from tests.media import DENIED, fetch
from tests.web.asking import HTMX, JSON, NOTHING_HERE, body, comment_form
from tintype.photos.actions import comment, delete_post
from tintype.photos.queries import visible_post
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

CANNOT_BE = ["0", "1", str(2**63 - 1), str(2**63), str(2**64 + 1), "9" * 40, "9" * 5000, "-1", "1.5", "1e3", "0x1"]
CANNOT_BE += ["abc", "%00", "1%00", "%E2%91%A0", "%D9%A1", "1%202", "1'--", "..%2f1", "+1"]
GETS = ["/p/{}/", "/p/{}/likes/", "/uploads/{}/", "/uploads/{}/original/"]
POSTS = ["/p/{}/like/", "/p/{}/comments/", "/p/{}/delete/", "/p/{}/comments/5/delete/", "/uploads/{}/"]
FORM = {"liked": "1", **comment_form("hello")}


@pytest.mark.parametrize("one", CANNOT_BE)
def test_an_id_that_is_not_there_is_a_kind_404(alice: Member, one: str) -> None:
    gets = [alice.client.get(path.format(one)) for path in GETS]
    posts = [alice.client.post(path.format(one), FORM) for path in POSTS]
    pages = [answer for answer in gets + posts if answer["Content-Type"].startswith("text/html")]
    assert {answer.status_code for answer in gets + posts} == {404}
    assert [NOTHING_HERE in body(answer) for answer in pages] == [True] * len(pages)


def test_a_missing_post_and_a_hidden_one_answer_alike(alice: Member, charlie: Member) -> None:
    hidden = make_post(alice.id, visibility="followers")
    gone = make_post(alice.id)
    delete_post(alice.id, gone)
    pages = {body(charlie.client.get(f"/p/{one}/")) for one in (hidden, gone, 1)}
    assert len(pages) == 1


def test_a_deleted_post_answers_kindly_wherever_a_stale_page_leads(alice: Member, bob: Member) -> None:
    post = make_post(alice.id)
    page = body(bob.client.get(f"/p/{post}/"))
    assert alice.client.post(f"/p/{post}/delete/").status_code == 302
    answers = [
        bob.client.get(f"/p/{post}/"),
        bob.client.post(f"/p/{post}/like/", {"liked": "1"}),
        bob.client.post(f"/p/{post}/comments/", comment_form("late")),
        alice.client.post(f"/p/{post}/delete/"),
    ]
    assert "Photo by" in page
    assert [answer.status_code for answer in answers] == [404] * 4
    assert [NOTHING_HERE in body(answer) for answer in answers] == [True] * 4
    assert "It may have been deleted" in body(answers[0])
    words = bob.client.post(f"/p/{post}/like/", {"liked": "1"}, headers=HTMX)
    assert (words.status_code, "<" in body(words)) == (404, False)


def test_others_cannot_delete_a_post(alice: Member, bob: Member, anonymous: Member) -> None:
    post = make_post(alice.id)
    assert bob.client.post(f"/p/{post}/delete/").status_code == 404
    assert anonymous.client.post(f"/p/{post}/delete/")["Location"].startswith("/account/login/")
    assert visible_post(bob.id, post) is not None


def test_a_comment_is_deleted_under_its_own_post_alone(alice: Member, bob: Member) -> None:
    post, other = make_post(alice.id), make_post(bob.id)
    said = comment(alice.id, post, "hello", "key")
    assert bob.client.post(f"/p/{other}/comments/{said.id}/delete/").status_code == 404
    assert "hello" in body(bob.client.get(f"/p/{post}/"))


def test_scripts_get_their_404_as_json(alice: Member) -> None:
    for path in ("/uploads/1/", f"/uploads/{2**70}/", "/uploads/x/"):
        answer = alice.client.post(path, headers=JSON)
        assert (answer.status_code, list(answer.json())) == (404, ["message"])


def test_the_files_of_a_deleted_post_are_gone(alice: Member) -> None:
    post = make_post(alice.id)
    page = html.unescape(body(alice.client.get(f"/p/{post}/")))
    addresses = set(re.findall(r"[^\" ]*/photos/[^\" ]+", page))
    assert {fetch(address).status for address in addresses} == {200}
    alice.client.post(f"/p/{post}/delete/")
    run_tasks()
    assert {fetch(address).status for address in addresses} <= {*DENIED}


@pytest.mark.parametrize("cookie", ["x", "x" * 5000, "\0", "é", "'; DROP TABLE", "0" * 32])
def test_a_cookie_that_is_no_session_is_nobody(cookie: str) -> None:
    client = Client(headers={"cookie": f"tintype_session={cookie}; csrftoken={cookie}; messages={cookie}"})
    assert client.get("/settings/").status_code == 302
    assert "Create an account" in body(client.get("/"))


def test_a_form_of_a_thousand_fields_is_a_kind_400(alice: Member) -> None:
    answer = alice.client.post("/settings/", {f"field{number}": "x" for number in range(1000)})
    assert (answer.status_code, "does not make sense" in body(answer)) == (400, True)
