"""Refusals are kind, and of the form that was asked for."""

import pytest
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError, ProgrammingError
from django.test import Client

from tintype.lib.redis import RedisDown
from tintype.testing.member import Member

POST_ONLY = [
    "/posts/",
    "/uploads/",
    "/store/",
    "/p/1/like/",
    "/p/1/comments/",
    "/p/1/delete/",
    "/p/1/comments/1/delete/",
    "/@alice/follow/",
    "/@alice/block/",
    "/@alice/mute/",
    "/requests/alice/",
    "/settings/picture/",
]
NOT_THERE = ["/p/0/", "/p/1/", f"/p/{2**63}/", f"/p/{'9' * 500}/", "/@" + "a" * 31 + "/"]
NOT_THERE += ["/p/-1/", "/p/abc/", "/@nobody_at_all/", "/@x-y/", "/t/%00/", "/t/a%20b/", "/t/123/", "/%ff", "/nothing/"]


@pytest.mark.parametrize("path", POST_ONLY)
def test_post_only_addresses_answer_405_to_everyone(path: str, alice: Member, anonymous: Member) -> None:
    assert alice.client.get(path).status_code == 405
    assert anonymous.client.get(path).status_code == 405


@pytest.mark.parametrize("path", NOT_THERE)
def test_what_is_not_there_is_a_kind_404(path: str, alice: Member) -> None:
    answer = alice.client.get(path)
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


@pytest.mark.parametrize("cursor", ["abc", "-1", "", "1.5", "0", str(2**64), "%00", "٣"])
def test_a_cursor_that_cannot_be_one_is_a_kind_400(cursor: str, alice: Member) -> None:
    for path in ("/", f"/@{alice.username}/", f"/@{alice.username}/followers/", "/activity/", "/requests/", "/t/sea/"):
        answer = alice.client.get(f"{path}?before={cursor}")
        assert answer.status_code == 400
        assert "does not make sense" in answer.content.decode()


def test_htmx_gets_words_and_scripts_get_json(alice: Member) -> None:
    words = alice.client.get("/p/1/", headers={"HX-Request": "true"})
    assert words["Content-Type"].startswith("text/plain")
    assert alice.client.get("/p/1/", headers={"Accept": "application/json"}).json().keys() == {"message"}


def test_a_stale_form_says_what_to_do(alice: Member) -> None:
    client = Client(enforce_csrf_checks=True, headers={"Cookie": ""})
    client.cookies = alice.client.cookies
    answer = client.post("/posts/", {"caption": "x"})
    assert answer.status_code == 403
    assert "load the page again" in answer.content.decode()


def test_a_bug_answers_without_any_part_of_the_site(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("tintype.web.activity.queries.activity", broken)
    alice.client.raise_request_exception = False
    answer = alice.client.get("/activity/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()


AWAY = [OperationalError, InterfaceError, InternalError, DatabaseError, RedisDown]


@pytest.mark.parametrize("away", AWAY)
def test_a_part_that_is_away_is_a_503(away: type[Exception], alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise away

    monkeypatch.setattr("tintype.web.activity.queries.activity", broken)
    answer = alice.client.get("/activity/")
    assert answer.status_code == 503
    assert (answer["Cache-Control"], answer["Retry-After"]) == ("no-store", "5")


@pytest.mark.parametrize(("error", "status"), [*((away, 503) for away in AWAY), (ProgrammingError, 500)])
def test_middleware_that_misses_a_part_is_answered_as_a_page_is(
    error: type[Exception], status: int, anonymous: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr("tintype.web.middleware.Viewer", broken)
    anonymous.client.raise_request_exception = False
    answer = anonymous.client.get("/account/login/")
    assert (answer.status_code, answer.get("Retry-After")) == (status, "5" if status == 503 else None)


def test_too_often_is_told(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tintype.web.limiting.allow", lambda *_: False)
    for path in ("/posts/", "/uploads/", "/p/1/like/", "/p/1/comments/", f"/@{alice.username}/follow/", "/settings/"):
        assert alice.client.post(path).status_code == 429
    assert alice.client.get("/settings/").status_code == 200
