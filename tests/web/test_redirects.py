"""Addresses that are given in a request lead nowhere else, whichever way they are dressed up."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from tests.web.asking import body
from tintype.testing.member import PASSWORD, Member
from tintype.testing.posts import make_post

HOME = "http://testserver"
DRESSED_UP = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/%2Fevil.example",
    "/%2f%2fevil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/%5Cevil.example",
    "/%09/evil.example",
    "/\t/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "http:///evil.example",
    "http://testserver//evil.example/",
    "http://testserver/\\evil.example",
    "http://testserver@evil.example/",
    "http://testserver\\@evil.example/",
    "http://testserver.evil.example/",
    "http://testserver:80@evil.example",
    "//testserver@evil.example",
    "/x\r\nLocation: https://evil.example",
    "/x%0d%0aSet-Cookie:a=b",
    "\x00//evil.example",
    "\u2028//evil.example",
    "\u3000//evil.example",
    "\uff0f\uff0fevil.example",
    "/\u2215evil.example",
    "//evil\u3002example",
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://testserver/",
    "http://localhost/",
    ".//evil.example",
    "/.//evil.example",
    "//[::1",
    "",
]


def host_reached(location: str) -> str:
    """As browsers read it: a backslash is a slash, tabs and newlines are nothing, white space around is cut off."""
    read = re.sub(r"[\t\r\n]", "", location.replace("\\", "/")).strip("".join(map(chr, range(33))))
    return str(urlsplit(urljoin(f"{HOME}/account/login/", read)).hostname)


def stays(location: str) -> bool:
    return host_reached(location) == "testserver" and "\n" not in location and "\r" not in location


@pytest.mark.parametrize("address", DRESSED_UP)
def test_signing_in_and_out_lead_nowhere_else(alice: Member, address: str) -> None:
    client = Client()
    form = {"login": alice.username, "password": PASSWORD, "next": address}
    came_in = client.post("/account/login/", form)
    went_out = client.post("/account/logout/", {"next": address})
    assert (came_in.status_code, went_out.status_code) == (302, 302)
    assert [stays(answer["Location"]) for answer in (came_in, went_out)] == [True, True]


@pytest.mark.parametrize("address", DRESSED_UP)
def test_who_is_signed_in_already_is_led_nowhere_else(alice: Member, address: str) -> None:
    answer = alice.client.get("/account/login/", {"next": address})
    assert (answer.status_code, stays(answer["Location"])) == (302, True)


@pytest.mark.parametrize("address", DRESSED_UP)
def test_forms_of_the_site_lead_nowhere_else(alice: Member, bob: Member, address: str) -> None:
    by_field = bob.client.post(f"/@{alice.username}/block/", {"block": "0", "next": address})
    by_header = bob.client.post(f"/@{alice.username}/block/", {"block": "0"}, headers={"Referer": address.strip()})
    assert [stays(answer["Location"]) for answer in (by_field, by_header)] == [True, True]


@pytest.mark.parametrize("address", ["//evil.example", 'x"><script>alert(1)</script>', "javascript:alert(1)"])
def test_the_sign_in_form_carries_next_escaped(address: str) -> None:
    page = body(Client().get("/account/login/", {"next": address}))
    assert "<script>alert(1)" not in page
    assert 'href="javascript:' not in page


def test_a_like_without_script_leads_back_to_its_page(alice: Member) -> None:
    post = make_post(alice.id)
    referer = {"Referer": f"{HOME}/@{alice.username}/?before=5"}
    answer = alice.client.post(f"/p/{post}/like/", {"liked": "1"}, headers=referer)
    assert answer["Location"] == f"/@{alice.username}/?before=5"
