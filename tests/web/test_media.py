"""Bytes go to whoever shows a good address, with headers that make them harmless."""

import re

from tintype.testing.member import Member
from tintype.testing.posts import make_post


def an_image(member: Member, visibility: str = "public") -> str:
    post = make_post(member.id, visibility=visibility)
    found = re.search(r'<img src="(/media/photos/[^"]+)"', member.client.get(f"/p/{post}/").content.decode())
    assert found
    return found[1].replace("&amp;", "&")


def test_a_photo_is_served_as_one(alice: Member, anonymous: Member) -> None:
    answer = anonymous.client.get(an_image(alice))
    assert answer.status_code == 200
    assert answer.getvalue()[:2] == b"\xff\xd8"
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"].startswith("public, max-age=")
    assert "Vary" not in answer
    assert not answer.cookies


def test_what_is_not_for_everyone_is_kept_by_the_browser_alone(alice: Member) -> None:
    cache = alice.client.get(an_image(alice, "followers"))["Cache-Control"]
    assert cache.startswith("private, max-age=")
    assert int(cache.split("=")[1].split(",")[0]) <= 90 * 60


def test_any_other_address_is_nothing(alice: Member, anonymous: Member) -> None:
    good = an_image(alice)
    path = good.split("?")[0]
    for bad in (
        path,
        f"{good}x",
        good.replace("photos", "originals"),
        "/media/",
        "/media/incoming/1/x",
        "/media/%00",
        "/media/../../secret-key",
        f"{path}?e=9999999999&s=x",
        f"{path}?e=a&s=%ff",
    ):
        assert anonymous.client.get(bad).status_code == 404, bad
    assert anonymous.client.post(good).status_code == 405
