"""One's own profile, picture and block list."""

import io

import pytest
from django.test import Client
from PIL import Image

from tests.media import DENIED, fetch, statuses
from tests.web.asking import body, status_and_place
from tintype.accounts.actions import update_profile
from tintype.graph.actions import block
from tintype.graph.mutes.actions import mute
from tintype.storage.queries import media_url
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_post, picture
from tintype.testing.tasks import run_tasks


def a_file(data: bytes, name: str = "me.jpg") -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


def test_a_profile_is_saved_and_shown_at_once(alice: Member, anonymous: Member) -> None:
    form = {"name": "  Alice \t of\nWonderland ", "bio": "one\r\ntwo", "is_private": "on"}
    assert status_and_place(alice.client.post("/settings/", form)) == (302, "/settings/?saved")
    assert "Saved." in body(alice.client.get("/settings/?saved"))
    person = alice.person
    assert (person.name, person.bio, person.is_private) == ("Alice of Wonderland", "one\ntwo", True)
    assert "<bdi>Alice of Wonderland</bdi>" in body(anonymous.client.get(f"/@{alice.username}/"))


def test_what_one_says_of_oneself_stands_on_the_profile(alice: Member, anonymous: Member) -> None:
    form = {
        "website": "example.org/me",
        "is_bot": "on",
        "hides_follows": "on",
        "about_2": "Home",
        "value_2": "The <sea>",
    }
    form |= {"about_1": "Shop", "value_1": "https://example.com/?a=1&b=2"}
    assert status_and_place(alice.client.post("/settings/", form)) == (302, "/settings/?saved")
    person = alice.person
    assert person.fields == (("Shop", "https://example.com/?a=1&b=2"), ("Home", "The <sea>"))
    assert (person.is_bot, person.hides_follows, person.is_discoverable) == (True, True, False)
    page = body(anonymous.client.get(f"/@{alice.username}/"))
    assert '<a href="https://example.org/me" rel="me nofollow noopener">example.org/me</a>' in page
    assert '<a href="https://example.com/?a=1&amp;b=2" rel="me nofollow noopener">' in page
    assert '<bdi>Home</bdi></dt><dd dir="auto">The &lt;sea&gt;</dd>' in page
    assert 'value="The &lt;sea&gt;"' in body(alice.client.get("/settings/"))


@pytest.mark.parametrize(
    "form",
    [{"website": "javascript:alert(1)"}, {"website": "a b"}, {"value_1": "about nothing"}, {"about_1": "x" * 256}],
)
def test_what_cannot_be_said_is_refused_with_what_was_typed(alice: Member, form: dict[str, str]) -> None:
    answer = alice.client.post("/settings/", {"name": "New", **form})
    assert (answer.status_code, 'class="wrong"' in body(answer)) == (400, True)
    assert f'value="{next(iter(form.values()))}"' in body(answer)
    assert alice.person.name == ""


def test_the_picture_above_a_profile_comes_and_goes(alice: Member, anonymous: Member) -> None:
    sent = {"header": a_file(picture())}
    assert status_and_place(alice.client.post("/settings/header/", sent)) == (302, "/settings/?saved")
    key = alice.person.header_key
    for member, path in ((anonymous, f"/@{alice.username}/"), (alice, "/settings/")):
        assert f'/{key}"' in body(member.client.get(path))
    assert Image.open(io.BytesIO(fetch(media_url(key)).body)).size == (256, 85)
    alice.client.post("/settings/picture/", {"avatar": a_file(picture())})
    for path in ("/settings/header/", "/settings/picture/"):
        assert status_and_place(alice.client.post(path, {"remove": "1"})) == (302, "/settings/?saved")
    assert (alice.person.header_key, alice.person.avatar_key) == ("", "")
    run_tasks()
    assert statuses(media_url(key)) <= {*DENIED}
    refused = alice.client.post("/settings/header/", {"header": a_file(b"<svg/>")})
    assert (refused.status_code, "not a photo" in body(refused)) == (400, True)


def test_a_form_without_the_box_opens_the_account(alice: Member) -> None:
    update_profile(alice.id, name="", bio="", is_private=True)
    alice.client.post("/settings/", {"name": "", "bio": ""})
    assert alice.person.is_private is False


@pytest.mark.parametrize(
    "form",
    [
        {"name": "x" * 61},
        {"bio": "x" * 301},
        # One sign as it is sent, three in the form in which it is kept.
        {"name": "\ufb2c" * 60},
        {"bio": "\ufb2c" * 300},
        {"name": "a\0b"},
    ],
)
def test_what_is_too_long_is_refused_with_what_was_typed(alice: Member, form: dict[str, str]) -> None:
    update_profile(alice.id, name="Before", bio="", is_private=False)
    answer = alice.client.post("/settings/", {"name": "", "bio": "", **form})
    assert answer.status_code == 400
    assert 'class="wrong"' in body(answer)
    assert alice.person.name == "Before"


def test_a_megabyte_is_refused(alice: Member) -> None:
    assert alice.client.post("/settings/", {"name": "x" * 2**20}).status_code == 413


def test_settings_are_for_those_who_are_signed_in(anonymous: Member) -> None:
    for path in ("/settings/", "/requests/", "/activity/", "/people/", "/me/"):
        assert status_and_place(anonymous.client.get(path)) == (302, f"/account/login/?next={path}")
    for path in ("/settings/", "/settings/picture/", "/settings/header/"):
        assert status_and_place(anonymous.client.post(path))[0] == 302


def test_a_picture_is_cut_to_a_square_and_seen_everywhere_at_once(alice: Member) -> None:
    update_profile(alice.id, name="", bio="", is_private=True)
    post = make_post(alice.id)
    alice.client.get("/")
    for _ in range(2):
        before = alice.person.avatar_key
        answer = alice.client.post("/settings/picture/", {"avatar": a_file(picture())})
        assert status_and_place(answer) == (302, "/settings/?saved")
        key = alice.person.avatar_key
        assert alice.person.avatar_key != before
        for path in ("/", f"/p/{post}/", f"/@{alice.username}/", "/settings/"):
            assert f'/{key}"' in body(alice.client.get(path)), path
        shown = Image.open(io.BytesIO(fetch(media_url(key)).body))
        assert (shown.format, shown.size) == ("JPEG", (256, 256))


def test_a_new_name_is_in_ones_own_feed_at_once(alice: Member) -> None:
    make_post(alice.id)
    alice.client.get("/")
    alice.client.post("/settings/", {"name": "A new name", "bio": ""})
    assert "<bdi>A new name</bdi>" in body(alice.client.get("/"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html><script>alert(1)</script>", "not a photo"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), "HEIC"),
        (picture()[:-200], "damaged"),
        (b"", "empty"),
    ],
    ids=["html", "heic", "damaged", "empty"],
)
def test_a_picture_that_is_none_is_refused_in_words(alice: Member, data: bytes, words: str) -> None:
    answer = alice.client.post("/settings/picture/", {"avatar": a_file(data)})
    assert (answer.status_code, words in body(answer), alice.person.avatar_key) == (400, True, "")


def test_no_picture_at_all_is_asked_for(alice: Member) -> None:
    for form in ({}, {"avatar": "a text"}):
        answer = alice.client.post("/settings/picture/", form)
        assert (answer.status_code, "Choose a picture first." in body(answer)) == (400, True)


@pytest.mark.parametrize("path", ["/settings/picture/", "/account/login/", "/posts/", "/nothing/"])
def test_a_huge_form_is_refused_unread_whoever_sends_it(path: str) -> None:
    class Untouched(io.RawIOBase):
        def read(self, _size: int = -1) -> bytes:
            raise AssertionError("read")

    client = Client(enforce_csrf_checks=True)
    client.get("/account/login/")
    answer = client.generic(
        "POST",
        path,
        CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(100 * 2**20),
        **{"wsgi.input": Untouched()},  # type: ignore[arg-type]
    )
    expected = 404 if path == "/nothing/" else 413
    assert answer.status_code == expected


def test_the_blocked_are_listed_and_let_go(alice: Member, bob: Member) -> None:
    block(alice.id, bob.id)
    assert f"Unblock {bob.username}" in body(alice.client.get("/settings/"))
    form = {"block": "0", "next": "/settings/"}
    assert status_and_place(alice.client.post(f"/@{bob.username}/block/", form)) == (302, "/settings/")
    assert bob.username not in body(alice.client.get("/settings/"))


def test_the_blocked_come_page_by_page(alice: Member) -> None:
    for _ in range(31):
        block(alice.id, make_member("rude").id)
    first = body(alice.client.get("/settings/"))
    older = first.split('href="/settings/?before=')[1].split('"')[0]
    second = body(alice.client.get(f"/settings/?before={older}"))
    assert (first.count(">Unblock<"), second.count(">Unblock<")) == (30, 1)


def test_the_muted_are_listed_page_by_page_and_heard_again(alice: Member) -> None:
    for _ in range(31):
        mute(alice.id, make_member("loud").id)
    first = body(alice.client.get("/settings/"))
    older = first.split('href="/settings/?muted_before=')[1].split('"')[0]
    second = body(alice.client.get(f"/settings/?muted_before={older}"))
    assert (first.count(">Unmute<"), second.count(">Unmute<")) == (30, 1)
    name = second.split('aria-label="Unmute ')[1].split('"')[0]
    form = {"mute": "0", "next": "/settings/"}
    assert status_and_place(alice.client.post(f"/@{name}/mute/", form)) == (302, "/settings/")
    assert alice.client.get("/settings/?muted_before=x").status_code == 400
    assert ">Unmute<" not in body(alice.client.get(f"/settings/?muted_before={older}"))
