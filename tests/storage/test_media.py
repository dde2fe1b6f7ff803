import time
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from tintype.storage import media
from tintype.storage.keys import avatar_key, header_key, incoming_key, rendition_key
from tintype.storage.queries import check_media_url, media_max_age, media_url

NOW = 1_795_000_000


def parts(url: str) -> tuple[str, str, str]:
    address = urlsplit(url)
    query = parse_qs(address.query)
    return address.path.removeprefix("/"), query["e"][0], query["s"][0]


@pytest.mark.parametrize(("public", "least", "most"), [(False, 60, 90), (True, 24 * 60, 48 * 60)])
def test_an_address_is_good_for_as_long_as_was_said(*, public: bool, least: int, most: int) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        key, expires, signature = parts(media_url(rendition_key(7, 9, "small"), public=public))
        clock.move_to(NOW + least * 60 - 1)
        assert check_media_url(key, expires, signature)
        clock.move_to(NOW + most * 60)
        assert not check_media_url(key, expires, signature)


@given(st.text("0123456789abcdef", min_size=1), st.integers(0, 2**34), st.sampled_from([media.SHORT, media.LONG]))
def test_expiry_lies_in_its_bounds_and_never_goes_back(key: str, now: int, life: media.Life) -> None:
    expires = media.expiry_of(key, life, now)
    assert life.least_seconds <= expires - now < life.least_seconds + life.window_seconds
    assert media.expiry_of(key, life, now + 1) in (expires, expires + life.window_seconds)


def test_readers_of_one_window_share_an_address() -> None:
    key = rendition_key(7, 9, "small")
    addresses = set()
    for minute in range(60):
        with time_machine.travel(NOW + minute * 60, tick=False):
            addresses.add(media_url(key, public=False))
    assert len(addresses) in (2, 3)


def test_not_all_addresses_change_at_once() -> None:
    ends = {media.expiry_of(rendition_key(7, photo, "small"), media.LONG, NOW) for photo in range(50)}
    assert len(ends) > 40


def test_an_altered_address_is_not_good() -> None:
    key, expires, signature = parts(media_url(rendition_key(7, 9, "small"), public=True))
    assert check_media_url(key, expires, signature)
    assert not check_media_url(rendition_key(7, 9, "original"), expires, signature)
    assert not check_media_url(key, str(int(expires) + 1), signature)
    assert not check_media_url(key, f" {expires}", signature)
    assert not check_media_url(key, f"0{expires}", signature)
    assert not check_media_url(key, expires, signature.swapcase())
    assert not check_media_url(key, expires, signature + "=")


@pytest.mark.parametrize("bad", ["", "0", "-1", "1e9", "9" * 5000, "٣", "\ud800", "null"])
def test_rubbish_is_not_good(bad: str) -> None:
    key, expires, signature = parts(media_url(rendition_key(7, 9, "small"), public=True))
    assert not check_media_url(key, bad, signature)
    assert not check_media_url(key, expires, bad)
    assert not check_media_url(bad, expires, signature)


@pytest.mark.parametrize("key", [avatar_key(7), header_key(7)], ids=["avatar", "header"])
def test_pictures_of_profiles_need_no_signature(key: str) -> None:
    assert media_url(key, public=True) == f"http://media.test/{key}"
    assert check_media_url(key, "", "")
    assert media_max_age(key, "") == (True, 365 * 86400)


def test_an_upload_is_never_served() -> None:
    key = incoming_key(7)
    with pytest.raises(ValueError, match="not to be served"):
        media_url(key, public=True)
    expires = str(int(time.time()) + 1000)
    assert not check_media_url(key, expires, media.signature(key, expires, "only-for-tests"))


def test_only_long_addresses_may_stay_in_shared_caches() -> None:
    with time_machine.travel(NOW, tick=False):
        key, expires, _ = parts(media_url(rendition_key(7, 9, "small"), public=True))
        assert media_max_age(key, expires) == (True, int(expires) - NOW)
        key, expires, _ = parts(media_url(rendition_key(7, 9, "small"), public=False))
        assert media_max_age(key, expires) == (False, int(expires) - NOW)
