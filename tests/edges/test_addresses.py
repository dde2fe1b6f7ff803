"""What an edge shows, to whom, and with which headers."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from pytest_django.fixtures import Settings

from tests.edges.asking import BYTES, Edged, stored_photo
from tintype.storage.actions import delete_objects, put_object
from tintype.storage.keys import avatar_key, incoming_key, original_key, part_key
from tintype.storage.queries import media_url

pytestmark = pytest.mark.slow


def test_a_photo_is_shown_by_a_good_address_and_kept_for_the_next(edged: Edged) -> None:
    address = media_url(stored_photo(), "p0")
    assert address.startswith(edged.edge.url)
    answer = edged.get(address)
    assert (answer.status, answer.body) == (200, BYTES)
    key = urlsplit(address).path[1:]
    delete_objects([key])
    assert edged.get(address).status == 200


@pytest.mark.parametrize("rendition", ["150.jpg", "2048.avif"])
def test_every_rendition_needs_its_own_signature(edged: Edged, rendition: str) -> None:
    first = stored_photo()
    other = first.replace("320.webp", rendition)
    put_object(other, BYTES, "image/jpeg")
    signed = urlsplit(media_url(first, "f3")).query
    assert edged.get(f"/{first}?{signed}").status == 200
    assert edged.get(f"/{other}?{signed}").status == 403


@pytest.mark.parametrize("wrong", ["", "e=1", "s=AAAAAAAAAAAAAAAAAAAAAA", "g=f4", "g=", "g=..", "e=99999999999"])
def test_an_address_that_was_not_signed_so_shows_nothing(edged: Edged, wrong: str) -> None:
    address = urlsplit(media_url(stored_photo(), "f3"))
    query = {name: values[0] for name, values in parse_qs(address.query).items()} if wrong else {}
    name, _, value = wrong.partition("=")
    query |= {name: value} if name else {}
    answer = edged.get(f"{address.path}?{'&'.join(f'{name}={value}' for name, value in query.items())}")
    assert (answer.status, answer.headers["Cache-Control"]) == (403, "no-store")
    assert answer.body == b"This address is not good any more.\n"


def test_an_address_dies_by_its_expiry_also_for_what_the_edge_has(edged: Edged) -> None:
    key = stored_photo()
    assert edged.get(media_url(key, "p0")).status == 200
    with time_machine.travel(time.time() - 3 * 24 * 60 * 60):
        expired = media_url(key, "p0")
    assert edged.get(expired).status == 403


def test_another_sites_secret_signs_nothing_here(edged: Edged, settings: Settings) -> None:
    key = stored_photo()
    settings.SECRET_KEY = "another one"
    assert edged.get(media_url(key, "p0")).status == 403


def test_faces_are_for_everybody(edged: Edged) -> None:
    key = avatar_key(42)
    put_object(key, b"face", "image/jpeg")
    answer = edged.get(media_url(key, ""))
    assert (answer.status, answer.body) == (200, b"face")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_what_is_not_to_be_shown_is_not_there(edged: Edged) -> None:
    private = [original_key(42, 43), incoming_key(42), part_key(incoming_key(42), 0, 2)]
    for key in private:
        put_object(key, BYTES, "image/jpeg")
    photo = stored_photo()
    odd = [f"x/../{private[0]}", f"photos/../{private[0]}", f"{photo}/", f"{photo}%00", "", "fetch", "void/0/0"]
    for path in [*private, *odd]:
        answer = edged.get(f"/{path}")
        assert answer.status in {400, 403, 404}, path
        assert answer.body != BYTES
        assert "<html" not in answer.body.decode()


def test_a_photo_that_is_not_in_the_store_is_missing_and_that_is_not_remembered(edged: Edged) -> None:
    key = stored_photo()
    delete_objects([key])
    answer = edged.get(media_url(key, "p0"))
    assert (answer.status, answer.headers["Cache-Control"]) == (404, "no-store")
    put_object(key, BYTES, "image/webp")
    assert edged.get(media_url(key, "p0")).status == 200


def test_headers_of_a_photo(edged: Edged) -> None:
    headers = edged.get(media_url(stored_photo(), "p0")).headers
    assert headers["Content-Type"] == "image/webp"
    assert headers["Cache-Control"] == "public, max-age=86400, immutable"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert [name for name in headers if name.lower().startswith(("x-amz", "x-rgw", "set-cookie"))] == []


def test_what_only_some_may_see_stays_out_of_shared_caches(edged: Edged) -> None:
    answer = edged.get(media_url(stored_photo(), "f0"))
    assert answer.headers["Cache-Control"] == "private, max-age=5400, immutable"


@pytest.mark.parametrize("is_known", [False, True])
def test_parts_of_a_photo_and_whether_it_has_changed(edged: Edged, *, is_known: bool) -> None:
    address = media_url(stored_photo(), "p0")
    if is_known:
        edged.get(address)
    part = edged.get(address, Range="bytes=10-14")
    assert (part.status, part.body, part.headers["Content-Range"]) == (206, b"01234", "bytes 10-14/10000")
    same = edged.get(address, If_None_Match=part.headers["ETag"])
    assert (same.status, same.body) == (304, b"")
    beyond = edged.get(address, Range="bytes=10000-")
    assert (beyond.status, b"<html" in beyond.body) == (416, False)
    head = edged.ask("HEAD", address)
    assert (head.status, head.headers["Content-Length"], head.body) == (200, "10000", b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PURGE", "OPTIONS", "TRACE"])
def test_an_edge_takes_nothing(edged: Edged, method: str) -> None:
    answer = edged.ask(method, media_url(stored_photo(), "p0"))
    assert (answer.status, b"<html" in answer.body) == (405, False)
