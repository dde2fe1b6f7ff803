"""Odd values in every field, parameter and header of every address: refused or taken, never a crash."""

import io
from urllib.parse import quote

import pytest
from django.test import Client

from tests.web.asking import HTMX, JSON
from tintype.photos.actions import comment
from tintype.testing.member import Member
from tintype.testing.posts import make_photo, make_post

ODD = ["", " ", "\0", "x\0y", "\u202e", "💥", "\ufb2c" * 70, "ß" * 60, "-1", str(2**63), "9" * 5000, "[]", "{}", "null"]
ODD += [
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "%",
    "_",
    "\\",
    "'",
    '"',
    "a\r\nb",
    "\x02l",
    "x" * 70_000,
]
QUERIES = ["muted_before={0}&before={0}", "q={0}&next={0}&e={0}&s={0}&saved={0}&{0}"]
FORMS = {
    "/posts/": ["caption", "visibility", "photo_ids", "alts", "idempotency_key"],
    "/p/{post}/like/": ["liked"],
    "/p/{post}/share/": ["shared"],
    "/p/{post}/comments/": ["text", "idempotency_key"],
    "/p/{post}/comments/{comment}/delete/": ["x"],
    "/@{name}/follow/": ["follow", "next"],
    "/@{name}/block/": ["block", "next"],
    "/@{name}/mute/": ["mute", "next"],
    "/requests/{name}/": ["decision"],
    "/settings/": ["name", "bio", "is_private"],
    "/settings/picture/": ["avatar"],
    "/store/": ["key", "policy", "x-amz-signature", "x-amz-credential", "Content-Type", "file"],
    "/account/login/": ["login", "password", "remember", "next"],
    "/account/signup/": ["username", "email", "password1", "next"],
    "/account/logout/": ["next"],
    "/account/password/change/": ["oldpassword", "password1", "password2"],
    "/account/password/reset/": ["email", "next"],
}
PAGES = [
    "/",
    "/new/",
    "/p/{post}/",
    "/p/{post}/likes/",
    "/p/{post}/shares/",
    "/@{name}/",
    "/@{name}/followers/",
    "/@{name}/following/",
    "/me/",
]
PAGES += ["/people/", "/requests/", "/activity/", "/settings/", "/t/sea/", "/media/x", "/uploads/{photo}/", "/healthz"]
PAGES += [path for path in FORMS if path.startswith("/account/")]


@pytest.fixture
def there(alice: Member, bob: Member) -> dict[str, object]:
    """What stands in addresses."""
    post = make_post(alice.id)
    said = comment(bob.id, post, "hello", "key")
    return {"post": post, "comment": said.id, "name": bob.username, "photo": make_photo(alice.id)}


@pytest.mark.parametrize("path", PAGES)
def test_odd_parameters(alice: Member, anonymous: Member, there: dict[str, object], path: str) -> None:
    for query in QUERIES:
        for odd in ODD[:-1]:
            for client in (alice.client, anonymous.client):
                answer = client.get(path.format(**there), QUERY_STRING=query.format(quote(odd)))
                assert answer.status_code < 500, (query, odd)


@pytest.mark.parametrize("path", FORMS)
def test_odd_forms(alice: Member, anonymous: Member, there: dict[str, object], path: str) -> None:
    strangers = [anonymous.client] if path.startswith("/account/") else []
    for odd in ODD:
        for client in (alice.client, *strangers):
            form = dict.fromkeys(FORMS[path], odd)
            plain = "&".join(f"{field}=%ff%00%c3%28" for field in form)
            place = path.format(**there)
            answers = [
                client.post(place, form),
                client.post(place, form, headers=HTMX),
                client.post(place, form, headers=JSON),
                client.post(place, plain, content_type="application/x-www-form-urlencoded"),
                client.post(place, odd, content_type="application/json", headers=JSON),
                client.post(place, odd, content_type=f"multipart/form-data; boundary={odd}"),
                client.post(place, {field: io.BytesIO(b"a file") for field in form}),
            ]
            assert [answer.status_code for answer in answers if answer.status_code >= 500] == [], odd


@pytest.mark.parametrize(
    "header", ["Accept", "Accept-Language", "Cookie", "Referer", "Origin", "User-Agent", "HX-Request", "HX-Current-URL"]
)
def test_odd_headers(alice: Member, there: dict[str, object], header: str) -> None:
    for odd in ODD[:-1]:
        value = odd.encode().decode("latin-1")
        for path in ("/", "/p/{post}/", "/nothing/"):
            assert Client(headers={header: value}).get(path.format(**there)).status_code < 500, odd
        answer = alice.client.post("/@{name}/follow/".format(**there), {"follow": "0"}, headers={header: value})
        assert answer.status_code < 500, odd
