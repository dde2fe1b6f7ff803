"""Bytes go to whoever shows a good address, with headers that make them harmless."""

import re

import pytest
from pytest_django.fixtures import Settings

from tintype.testing.member import Member
from tintype.testing.posts import make_post


@pytest.fixture(autouse=True)
def without_edges(settings: Settings) -> None:
    """Where there are some, pages name these and not the web server."""
    settings.TINTYPE_MEDIA = None
    settings.TINTYPE_MEDIA_URLS = (f"{settings.TINTYPE_URL}/media/",)


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


def test_who_has_it_already_is_told_so(alice: Member, anonymous: Member) -> None:
    address = an_image(alice)
    whole = anonymous.client.get(address)
    again = anonymous.client.get(address, headers={"If-None-Match": whole["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Cache-Control", "X-Content-Type-Options"):
        assert again[name] == whole[name]
    assert anonymous.client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [("0-9", 0, 10), ("5-5", 5, 6), ("10-", 10, None), ("-7", -7, None), ("3-999999", 3, None), ("-999999", 0, None)],
)
def test_what_was_cut_off_goes_on_where_it_was(
    alice: Member, anonymous: Member, asked: str, start: int, stop: int | None
) -> None:
    address = an_image(alice)
    whole = anonymous.client.get(address).getvalue()
    expected = whole[start:stop]
    answer = anonymous.client.get(address, headers={"Range": f"bytes={asked}"})
    assert (answer.status_code, answer.getvalue()) == (206, expected)
    first = start % len(whole)
    assert answer["Content-Range"] == f"bytes {first}-{first + len(expected) - 1}/{len(whole)}"
    assert answer["Content-Length"] == str(len(expected))
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("asked", ["999999-", "-0", "999999-9999999"])
def test_where_the_file_has_ended_there_is_nothing(alice: Member, anonymous: Member, asked: str) -> None:
    address = an_image(alice)
    size = len(anonymous.client.get(address).getvalue())
    answer = anonymous.client.get(address, headers={"Range": f"bytes={asked}"})
    assert (answer.status_code, answer.content, answer["Content-Range"]) == (416, b"", f"bytes */{size}")


@pytest.mark.parametrize("asked", ["bytes=0-1,3-4", "bytes=-", "bytes=9-3", "rows=0-1", "bytes=a-b", "bytes=٣-", ""])
def test_any_other_range_is_the_whole_file(alice: Member, anonymous: Member, asked: str) -> None:
    assert anonymous.client.get(an_image(alice), headers={"Range": asked}).status_code == 200


def test_a_part_of_another_file_is_not_sewn_on(alice: Member, anonymous: Member) -> None:
    address = an_image(alice)
    etag = anonymous.client.get(address)["ETag"]
    statuses = [
        anonymous.client.get(address, headers={"Range": "bytes=0-9", "If-Range": known}).status_code
        for known in (etag, '"other"')
    ]
    assert statuses == [206, 200]
