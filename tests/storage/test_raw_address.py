"""The raw address of an object, at both stores: nothing without a signature, and with one what was signed."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode

import pytest
import time_machine

from tests.stores import ORIGIN_SECRET, Raw, refused
from tintype.storage.actions import put_object, sign_upload
from tintype.storage.keys import avatar_key, content_type_of, header_key, incoming_key, original_key, rendition_key
from tintype.storage.queries import media_url, signed_url
from tintype.storage.store import store

KINDS = ("jpg", "webp", "avif")
# Of one of each kind.
KEYS = {f"{width}.{kind}": rendition_key(7, 9, 0, f"{width}.{kind}") for width in (150, 2048) for kind in KINDS}
KEYS |= {"original": original_key(7, 9), "avatar": avatar_key(7), "header": header_key(7), "incoming": incoming_key(7)}


@pytest.fixture(params=KEYS)
def key(request: pytest.FixtureRequest, raw: Raw) -> str:
    """Of an object that is there."""
    key: str = KEYS[request.param]
    put_object(key, b"bytes", content_type_of(key))
    return key


def test_without_a_signature_nobody_gets_anything(raw: Raw, key: str) -> None:
    for ending in ("", "?acl", "?tagging", "?uploads", "?X-Amz-Signature=" + "0" * 64, "?x-id=GetObject"):
        answer = raw.get(f"{key}{ending}")
        assert answer.status in (400, 403), ending
        assert b"bytes" not in answer.body
    assert refused(raw.get(key), "AccessDenied")
    assert raw.ask("HEAD", key).status == 403


def test_what_is_not_there_answers_like_what_is(raw: Raw, key: str) -> None:
    missing = raw.get(rendition_key(7, 10, 0, "320.jpg"))
    there = raw.get(key)
    assert (missing.status, missing.code) == (there.status, there.code) == (403, "AccessDenied")


def test_the_signed_address_gives_the_bytes(raw: Raw, key: str) -> None:
    answer = raw.get(store().signed_url(key, 60))
    assert (answer.status, answer.body, answer.headers["Content-Type"]) == (200, b"bytes", content_type_of(key))
    assert ("immutable" in answer.headers["Cache-Control"]) <= (not key.startswith(("originals", "incoming")))


def test_a_signed_address_dies_when_it_was_said_to(raw: Raw, key: str) -> None:
    now = datetime.now(UTC)
    with time_machine.travel(now - timedelta(seconds=62), tick=False):
        old, young = store().signed_url(key, 60), store().signed_url(key, 120)
    assert refused(raw.get(old), "AccessDenied")
    assert raw.get(young).status == 200


@pytest.fixture
def address(raw: Raw) -> tuple[str, dict[str, str]]:
    """Of an original: what comes before the query, and the query."""
    key = original_key(7, 9)
    put_object(key, b"bytes", "image/jpeg")
    path, _, query = signed_url(key, 60).partition("?")
    return path, dict(parse_qsl(query))


@pytest.mark.parametrize(
    "change",
    [
        {"X-Amz-Expires": "600"},
        {"X-Amz-Date": "20300101T000000Z"},
        {"X-Amz-Credential": "tintype/20300101/us-east-1/s3/aws4_request"},
        {"X-Amz-Signature": "0" * 64},
        {"X-Amz-Signature": ""},
        {"X-Amz-Signature": "é"},
        {"X-Amz-Algorithm": "none"},
        {"X-Amz-SignedHeaders": "host;x-amz-date"},
        {"response-content-type": "text/html"},
        {"response-cache-control": "public"},
        {"x": "1"},
    ],
    ids="-".join,
)
def test_a_changed_address_is_no_good(raw: Raw, address: tuple[str, dict[str, str]], change: dict[str, str]) -> None:
    path, query = address
    assert raw.get(f"{path}?{urlencode(query)}").status == 200
    answer = raw.get(f"{path}?{urlencode(query | change)}")
    assert answer.status in (400, 403)
    assert b"bytes" not in answer.body


@pytest.mark.parametrize("name", ["X-Amz-Expires", "X-Amz-Date", "X-Amz-Credential", "X-Amz-Signature"])
def test_an_address_that_lacks_something_is_no_good(raw: Raw, address: tuple[str, dict[str, str]], name: str) -> None:
    path, query = address
    del query[name]
    assert raw.get(f"{path}?{urlencode(query)}").status in (400, 403)


def test_an_address_is_good_for_its_object_and_for_reading_alone(raw: Raw, address: tuple[str, dict[str, str]]) -> None:
    path, query = address
    other = rendition_key(7, 9, 0, "320.jpg")
    put_object(other, b"bytes", "image/jpeg")
    assert raw.get(f"{other}?{urlencode(query)}").status == 403
    for method in ("HEAD", "PUT", "POST", "DELETE"):
        assert raw.ask(method, f"{path}?{urlencode(query)}", b"x").status in (400, 403, 405), method
    assert raw.get(f"{path}?{urlencode(query)}").body == b"bytes"


def test_a_signed_address_of_what_is_gone_says_so(raw: Raw) -> None:
    answer = raw.get(signed_url(original_key(7, 11), 60))
    assert (answer.status, answer.code) == (404, "NoSuchKey")


def test_nothing_can_be_listed(raw: Raw) -> None:
    put_object(original_key(7, 9), b"bytes", "image/jpeg")
    for address in ("", "?list-type=2", "?prefix=originals/", "?acl", "?policy", "?cors", "?lifecycle", "originals/"):
        answer = raw.get(address)
        assert answer.status in (403, 405), address
        assert b"originals/7" not in answer.body


@pytest.mark.parametrize("referer", [None, ORIGIN_SECRET])
def test_what_came_in_is_never_shown_to_anybody(raw: Raw, referer: str | None) -> None:
    """Not even to the edges."""
    upload = sign_upload(7, "image/jpeg", 5)
    assert raw.send(upload.fields).status == 204
    headers = {"Referer": referer} if referer else {}
    assert raw.get(upload.key, **headers).status == 403
    with pytest.raises(ValueError, match="not to be served"):
        media_url(upload.key, "p0")
    with pytest.raises(ValueError, match="not to be served"):
        signed_url(upload.key, 60)


@pytest.mark.parametrize("raw", ["radosgw"], indirect=True)
def test_the_edges_may_read_what_is_shown_and_no_more(raw: Raw, key: str) -> None:
    shown = key.startswith(("photos", "avatars", "headers"))
    assert raw.get(key, Referer=ORIGIN_SECRET).status == (200 if shown else 403)
    for wrong in (ORIGIN_SECRET[:-1], f"{ORIGIN_SECRET}x", "*", ORIGIN_SECRET.upper(), ""):
        assert raw.get(key, Referer=wrong).status == 403
    assert raw.get("?list-type=2", Referer=ORIGIN_SECRET).status == 403
    for method in ("PUT", "DELETE"):
        assert raw.ask(method, key, b"x", {"Referer": ORIGIN_SECRET}).status == 403
    assert raw.get(f"photos/../{key}", Referer=ORIGIN_SECRET).status == 403
