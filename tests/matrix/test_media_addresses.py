"""Bytes are given to whoever shows a good address, and such addresses only to those who may see the post.

Where there are edges each of them is asked, and the store itself as well.
"""

import html
import re
import time
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from tests.matrix.rule import CASES, Case
from tests.matrix.scene import Place, place_of
from tests.media import DENIED, fetch, raw, statuses
from tintype.photos.records import RenditionRecord
from tintype.storage.keys import original_key
from tintype.storage.media import signature
from tintype.storage.queries import media_url
from tintype.storage.secrets import derived

BEGINNINGS = {"jpg": b"\xff\xd8", "webp": b"RIFF"}
SIGNED = re.compile(r"photos/[^?\" ]+\?e=[0-9]+&g=[pf][0-9]+&s=[A-Za-z0-9_-]{22}")
# The person who looks is known to none of those who are asked here; it is the post that matters.
POSTS = [case for case in CASES if case.viewer == "stranger"]


def renditions(place: Place) -> tuple[RenditionRecord, ...]:
    found = place.shown.post.photos[0].renditions
    assert {file.format for file in found} == {"jpg", "webp"}
    return found


def stamp_of(place: Place) -> str:
    return place.account.owner.person.stamp(is_public=place.case.is_for_all)


def signed(key: str, expires: int, stamp: str, secret: str) -> str:
    return f"{bare(key)}?e={expires}&g={stamp}&s={signature(key, str(expires), stamp, secret)}"


def bare(key: str) -> str:
    return f"{settings.TINTYPE_MEDIA_URLS[0]}{key}"


@pytest.mark.parametrize("case", POSTS, ids=str)
def test_the_store_itself_gives_nobody_anything(case: Case) -> None:
    place = place_of(case)
    for key in (*(file.key for file in renditions(place)), original_key(place.account.owner.id, photo_id(place))):
        assert fetch(raw(key)).status == 403
        assert fetch(f"{raw(key)}?{urlsplit(media_url(renditions(place)[0].key, 'p0')).query}").status == 403


def photo_id(place: Place) -> int:
    return place.shown.post.photos[0].id


@pytest.mark.parametrize("case", POSTS, ids=str)
def test_a_good_address_gives_the_bytes(case: Case) -> None:
    place = place_of(case)
    for file in renditions(place):
        url = media_url(file.key, stamp_of(place))
        assert statuses(url) == {200}
        assert fetch(url).body.startswith(BEGINNINGS[file.format])


@pytest.mark.parametrize("case", POSTS, ids=str)
def test_any_other_address_gives_nothing(case: Case) -> None:
    place = place_of(case)
    stamp, secret, soon = stamp_of(place), derived("media"), int(time.time()) + 600
    first, second = (file.key for file in renditions(place)[:2])
    for key in (file.key for file in renditions(place)):
        good = signed(key, soon, stamp, secret)
        assert statuses(good) == {200}
        for bad in (
            bare(key),
            signed(key, int(time.time()) - 1, stamp, secret),
            signed(key, soon, stamp, "another secret"),
            good.replace(f"e={soon}", f"e={soon + 1}"),
            good.replace(f"g={stamp}", "g=p99"),
            good.replace(f"g={stamp}&", ""),
            good[:-1],
            signed(second if key == first else first, soon, stamp, secret).replace(first, key).replace(second, key),
        ):
            assert statuses(bad) <= {*DENIED}, bad


@pytest.mark.parametrize("case", POSTS, ids=str)
def test_an_original_has_no_address_at_all(case: Case) -> None:
    place = place_of(case)
    key = original_key(place.account.owner.id, photo_id(place))
    assert statuses(signed(key, int(time.time()) + 600, stamp_of(place), derived("media"))) <= {*DENIED}


def addresses_on(place: Place, path: str) -> list[str]:
    """Every address of a photo's bytes that a page of the owner carries."""
    page = html.unescape(place.account.owner.client.get(path).content.decode())
    return re.findall(r"[^\" ]*/photos/[0-9]+/[^\" ]+", page)


@pytest.mark.parametrize("case", POSTS, ids=str)
@pytest.mark.parametrize("path", ["/p/{post}/", "/@{owner}/", "/"])
def test_every_photo_on_a_page_has_a_signed_address_that_works(case: Case, path: str) -> None:
    place = place_of(case)
    found = addresses_on(place, path.format(post=place.shown.id, owner=place.account.owner.username))
    assert found
    local = [base.removeprefix(settings.TINTYPE_URL) for base in settings.TINTYPE_MEDIA_URLS]
    keys = [url.removeprefix(base) for url in found for base in local if url.startswith(base)]
    assert [key for key in keys if not SIGNED.fullmatch(key)] == []
    assert len(keys) == len(found)
    assert {fetch(url).status for url in found} == {200}


@pytest.mark.parametrize("case", POSTS, ids=str)
def test_the_face_of_a_person_is_for_everyone(case: Case) -> None:
    assert statuses(media_url(place_of(case).account.owner.person.avatar_key)) == {200}
