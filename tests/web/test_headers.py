"""What every answer carries, whatever it is, and what the methods other than GET and POST get."""

import re

import pytest
from django.http import HttpResponseBase
from django.test import Client

import tintype.config.urls  # noqa: F401 - what stands in addresses has to be known before web.urls is read
from tests.web.asking import HTMX, JSON, body
from tintype.storage.queries import media_url
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.web.urls import urlpatterns

SAFE_ONLY = {
    "/": "home",
    "/new/": "compose",
    "/uploads/1/original/": "original",
    "/p/1/": "post",
    "/p/1/waiting/": "waiting",
    "/p/1/likes/": "likers",
    "/p/1/shares/": "sharers",
    "/@alice/": "profile",
    "/@alice/followers/": "followers",
    "/@alice/following/": "following",
    "/me/": "me",
    "/people/": "people",
    "/requests/": "requests",
    "/activity/": "activity",
    "/settings/apps/": "acting_apps",
    "/t/sea/": "tag",
    "/media/x": "media",
    "/store/x": "stored",
    "/health": "health",
    "/healthz": "healthz",
    "/robots.txt": "robots",
    "/favicon.ico": "favicon",
}
POST_ONLY = {
    "/posts/": "publish",
    "/uploads/": "start_upload",
    "/uploads/1/parts/": "upload_parts",
    "/p/1/like/": "like",
    "/p/1/share/": "share",
    "/p/1/delete/": "delete_post",
    "/p/1/comments/": "comment",
    "/p/1/comments/1/delete/": "delete_comment",
    "/@alice/follow/": "follow",
    "/@alice/block/": "block",
    "/@alice/mute/": "mute",
    "/requests/alice/": "decide_request",
    "/settings/picture/": "avatar",
    "/settings/header/": "header",
    "/settings/apps/1/end/": "end_app",
    "/store/": "store",
}
BOTH = {
    "/uploads/1/": "upload",
    "/p/1/edit/": "edit_post",
    "/settings/": "settings",
    "/oauth/authorize": "authorize",
    "/oauth/authorize/": "authorize_too",
}


def test_every_address_has_its_methods_here() -> None:
    assert {*SAFE_ONLY.values(), *POST_ONLY.values(), *BOTH.values()} == {pattern.name for pattern in urlpatterns}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", SAFE_ONLY)
def test_pages_are_only_read(alice: Member, path: str, method: str) -> None:
    answer = getattr(alice.client, method)(path)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", POST_ONLY)
def test_actions_are_only_posted(alice: Member, path: str, method: str) -> None:
    answer = getattr(alice.client, method)(path)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", BOTH)
def test_some_are_both(alice: Member, path: str, method: str) -> None:
    answer = getattr(alice.client, method)(path)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")


def test_who_reloads_the_address_of_a_form_reads_what_to_do(alice: Member) -> None:
    answer = alice.client.get("/p/1/comments/")
    assert (answer.status_code, "Nothing to look at here" in body(answer)) == (405, True)
    assert alice.client.get("/p/1/comments/", headers=JSON).json().keys() == {"message"}


@pytest.mark.parametrize("path", ["/", "/healthz", "/robots.txt", "/settings/", "/account/login/"])
def test_head_is_get_without_its_body(alice: Member, path: str) -> None:
    head, get = alice.client.head(path), alice.client.get(path)
    assert (head.status_code, head.content, head["Content-Type"]) == (get.status_code, b"", get["Content-Type"])


def answers(member: Member) -> list[HttpResponseBase]:
    """One of every kind."""
    post, client = make_post(member.id), member.client
    client.raise_request_exception = False
    key = media_url(next_key(member, post), "p0").partition("/photos/")[2]
    csrf = Client(enforce_csrf_checks=True)
    return [
        client.get("/"),
        Client().get("/"),
        client.get("/", headers=HTMX),
        client.get(f"/p/{post}/"),
        client.get("/people"),  # to /people/
        client.get("/nothing/"),
        client.get("/?before=x"),
        client.get("/posts/"),
        client.post("/posts/", {"caption": "x" * 2**20}),
        client.post(f"/p/{post}/like/", {"liked": "1"}),
        client.post("/uploads/", headers=JSON),
        csrf.post("/posts/"),
        Client().post("/store/"),
        Client().get("/account/login/"),
        Client().get("/healthz"),
        Client().get("/robots.txt"),
        Client().get("/favicon.ico"),
        Client().get(f"/media/photos/{key}"),
        Client().get("/", headers={"host": "evil.example"}),
    ]


def next_key(member: Member, post: int) -> str:
    page = body(member.client.get(f"/p/{post}/"))
    return str(re.findall(r"/(photos/[^?\"]+)\?", page)[0])


def test_every_answer_says_what_a_browser_may_do_with_it(alice: Member) -> None:
    for answer in answers(alice):
        told = (answer.status_code, answer.headers.get("Location"))
        policy = answer.headers.get("Content-Security-Policy", "")
        assert ("default-src" in policy, "unsafe" in policy) == (True, False), told
        assert answer.headers.get("X-Content-Type-Options") == "nosniff", told
        assert answer.headers.get("X-Frame-Options") == "DENY", told
        assert answer.headers.get("Referrer-Policy") == "same-origin", told
        assert answer.headers.get("Cross-Origin-Opener-Policy") == "same-origin", told
        assert "Cache-Control" in answer.headers or answer.status_code in (301, 400), told


def test_no_page_carries_script_or_style_in_line(alice: Member) -> None:
    post = make_post(alice.id)
    for path in ("/", "/new/", f"/p/{post}/", f"/@{alice.username}/", "/settings/", "/activity/", "/people/"):
        page = body(alice.client.get(path))
        assert (
            re.findall(r"<script(?![^>]*(?: src=|application/json))|<style|\son[a-z]+=|\sstyle=|javascript:", page)
            == []
        )


def test_an_answer_of_one_person_is_kept_for_nobody(alice: Member) -> None:
    post = make_post(alice.id)
    for path in ("/", f"/p/{post}/", f"/@{alice.username}/", "/settings/", "/nothing/", "/posts/"):
        answer = alice.client.get(path)
        assert (answer["Cache-Control"], "Cookie" in answer["Vary"]) == ("private, no-store", True)


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "", "a b", "testserver:x", "[::1"])
def test_another_host_is_refused(host: str) -> None:
    assert Client().get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    "path", ["/posts/", "/settings/", "/p/1/like/", "/@alice/follow/", "/account/login/", "/account/logout/"]
)
def test_a_form_without_its_token_changes_nothing(alice: Member, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = alice.client.cookies
    page, told = client.post(path, {"name": "x"}), client.post(path, {"name": "x"}, headers=JSON)
    assert (page.status_code, told.status_code) == (403, 403)
    assert "Go back, load the page again and send it once more." in body(page)
    assert list(told.json()) == ["message"]


def test_a_token_of_the_page_is_good(alice: Member) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = alice.client.cookies
    page = body(client.get("/settings/"))
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    form = {"name": "Alice", "csrfmiddlewaretoken": token}
    assert client.post("/settings/", form).status_code == 302
    assert client.post("/settings/", form, headers={"Origin": "https://evil.example"}).status_code == 403


def test_the_token_in_the_warm_home_feed_is_good(alice: Member) -> None:
    post = make_post(alice.id)
    client = Client(enforce_csrf_checks=True)
    client.cookies = alice.client.cookies
    for _ in ("cold", "warm"):
        page = body(client.get("/"))
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
        like = {"liked": "1", "csrfmiddlewaretoken": token}
        assert client.post(f"/p/{post}/like/", like).status_code == 302
