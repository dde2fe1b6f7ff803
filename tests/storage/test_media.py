import hashlib
import time
from base64 import urlsafe_b64encode
from collections import Counter
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from tintype.config.topology import Edge, Media
from tintype.storage import media
from tintype.storage.keys import avatar_key, header_key, incoming_key, original_key, rendition_key
from tintype.storage.queries import check_media_url, media_max_age, media_url
from tintype.storage.secrets import derived

NOW = 1_795_000_000


def parts(url: str) -> tuple[str, dict[str, str]]:
    """The key and the query of an address."""
    address = urlsplit(url)
    return address.path.removeprefix("/"), dict(parse_qsl(address.query))


KEY = rendition_key(7, 9, 0, "320.jpg")


@pytest.mark.parametrize(("stamp", "least", "most"), [("f0", 60, 90), ("p3", 24 * 60, 48 * 60)])
def test_an_address_is_good_for_as_long_as_was_said(stamp: str, least: int, most: int) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        key, address = parts(media_url(KEY, stamp))
        clock.move_to(NOW + least * 60 - 1)
        assert check_media_url(key, address)
        clock.move_to(NOW + most * 60)
        assert not check_media_url(key, address)


@given(st.text("0123456789abcdef", min_size=1), st.integers(0, 2**34), st.sampled_from([media.SHORT, media.LONG]))
def test_expiry_lies_in_its_bounds_and_never_goes_back(key: str, now: int, life: media.Life) -> None:
    expires = media.expiry_of(key, life, now)
    assert life.least_seconds <= expires - now < life.least_seconds + life.window_seconds
    assert media.expiry_of(key, life, now + 1) in (expires, expires + life.window_seconds)


def test_readers_of_one_window_share_an_address() -> None:
    addresses = set()
    for minute in range(60):
        with time_machine.travel(NOW + minute * 60, tick=False):
            addresses.add(media_url(KEY, "f0"))
    assert len(addresses) in (2, 3)


def test_not_all_addresses_change_at_once() -> None:
    ends = {media.expiry_of(rendition_key(7, photo, 0, "320.jpg"), media.LONG, NOW) for photo in range(50)}
    assert len(ends) > 40


def test_an_altered_address_is_not_good() -> None:
    key, address = parts(media_url(KEY, "p0"))
    assert check_media_url(key, address)
    assert not check_media_url(rendition_key(7, 9, 1, "320.jpg"), address)
    e, s = address["e"], address["s"]
    for other in (
        {"e": str(int(e) + 1)},
        {"e": f" {e}"},
        {"e": f"0{e}"},
        {"g": "p1"},
        {"g": "f0"},
        {"s": s.swapcase()},
        {"s": s + "="},
    ):
        assert not check_media_url(key, address | other), other


@pytest.mark.parametrize("bad", ["", "0", "-1", "1e9", "9" * 5000, "٣", "\ud800", "null"])
def test_rubbish_is_not_good(bad: str) -> None:
    key, address = parts(media_url(KEY, "p0"))
    for name in "egs":
        assert not check_media_url(key, address | {name: bad})
    assert not check_media_url(bad, address)
    assert not check_media_url(key, {})


@pytest.mark.parametrize("key", [avatar_key(7), header_key(7)], ids=["avatar", "header"])
def test_pictures_of_profiles_need_no_signature(key: str) -> None:
    assert media_url(key) == f"http://media.test/{key}"
    assert check_media_url(key, {})
    assert media_max_age(key, "") == (True, 365 * 86400)


@pytest.mark.parametrize("key", [incoming_key(7), original_key(7, 9)], ids=["upload", "original"])
def test_what_is_not_for_others_is_never_served(key: str) -> None:
    with pytest.raises(ValueError, match="not to be served"):
        media_url(key, "p0")
    expires = str(int(time.time()) + 1000)
    signature = media.signature(key, expires, "p0", derived("media"))
    assert not check_media_url(key, {"e": expires, "g": "p0", "s": signature})


def test_only_long_addresses_may_stay_in_shared_caches() -> None:
    with time_machine.travel(NOW, tick=False):
        for stamp, is_public in (("p0", True), ("f0", False)):
            key, address = parts(media_url(KEY, stamp))
            assert media_max_age(key, address["e"]) == (is_public, int(address["e"]) - NOW)


def test_the_signature_is_the_one_that_nginx_makes() -> None:
    key, address = parts(media_url(KEY, "f7"))
    signed = f"{address['e']}:{key}:f7 {derived('media')}".encode()
    assert address["s"] == urlsafe_b64encode(hashlib.md5(signed).digest()).decode().rstrip("=")  # noqa: S324  as nginx does


def test_the_secret_of_addresses_is_none_that_signs_anything_else() -> None:
    assert len({derived(name) for name in ("objects", "origin", "media", "purge")} | {"only-for-tests"}) == 5


@pytest.mark.parametrize("count", [2, 3, 5])
def test_photos_are_shared_out_evenly_and_stay_where_they_are_when_an_edge_is_added(
    settings: Settings, count: int
) -> None:
    keys = [rendition_key(7, photo, 0, "320.jpg") for photo in range(3000)]
    places = []
    for number in (count, count + 1):
        edges = tuple(Edge(f"edge{n}", "127.0.0.1", 9000 + n, 9500 + n, 10) for n in range(number))
        settings.TINTYPE_MEDIA = Media("edges", edges)
        settings.TINTYPE_MEDIA_URLS = settings.TINTYPE_MEDIA.urls
        places.append([urlsplit(media_url(key, "p0")).port for key in keys])
    before, after = places
    assert set(Counter(before)) == set(range(9000, 9000 + count))
    assert min(Counter(before).values()) > 3000 / count * 0.8
    assert {new for old, new in zip(before, after, strict=True) if old != new} == {9000 + count}


def test_a_cdn_that_is_told_of_no_recall_gets_short_addresses_only(settings: Settings) -> None:
    settings.TINTYPE_MEDIA = Media("cdn", url="https://cdn.test/")
    settings.TINTYPE_MEDIA_URLS = settings.TINTYPE_MEDIA.urls
    url = media_url(KEY, "p0")
    assert url.startswith(f"https://cdn.test/{KEY}?")
    assert int(parts(url)[1]["e"]) <= time.time() + 90 * 60
