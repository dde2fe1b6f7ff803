"""Bytes are given to whoever shows a signed address, and such addresses only to those who may see the post."""

import html
import re

import pytest

from tests.matrix.rule import CASES, Case
from tests.matrix.scene import Place, place_of
from tintype.storage.queries import media_url

RENDITIONS = ("150.jpg", "150.webp", "320.jpg", "320.webp")
SIGNED = re.compile(r"/media/(photos/[^?\" ]+)\?e=[0-9]+&g=[pf]0&s=[A-Za-z0-9_-]{22}")


def key_of(place: Place, rendition: str) -> str:
    return next(file.key for file in place.shown.post.photos[0].renditions if file.name == rendition)


def addresses_on(place: Place, path: str) -> list[str]:
    """Every address of a photo's bytes that a page of the owner carries."""
    page = html.unescape(place.account.owner.client.get(path).content.decode())
    return [address for address in re.findall(r"/media/[^\" ]+", page) if address.startswith("/media/photos/")]


@pytest.mark.parametrize("rendition", RENDITIONS)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_unsigned_address_gives_nobody_anything(case: Case, rendition: str) -> None:
    place = place_of(case)
    assert place.member.client.get(f"/media/{key_of(place, rendition)}").status_code == 404


@pytest.mark.parametrize("rendition", RENDITIONS)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_signed_address_gives_the_bytes(case: Case, rendition: str) -> None:
    place = place_of(case)
    address = media_url(key_of(place, rendition), "p0" if case.is_for_all else "f0").partition("/media/")[2]
    answer = place.member.client.get(f"/media/{address}")
    assert (answer.status_code, answer.getvalue()[:2]) == (200, b"\xff\xd8" if rendition.endswith("jpg") else b"RI")


@pytest.mark.parametrize("case", [case for case in CASES if case.viewer == "owner"], ids=str)
@pytest.mark.parametrize("path", ["/p/{post}/", "/@{owner}/", "/"])
def test_every_photo_on_a_page_has_a_signed_address_that_works(case: Case, path: str) -> None:
    place = place_of(case)
    found = addresses_on(place, path.format(post=place.shown.id, owner=place.account.owner.username))
    assert found
    assert [address for address in found if not SIGNED.fullmatch(address)] == []
    statuses = {place.member.client.get(address).status_code for address in found}
    assert statuses == {200}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_face_of_a_person_is_for_everyone(case: Case) -> None:
    place = place_of(case)
    address = f"/media/{place.account.owner.person.avatar_key}"
    assert place.member.client.get(address).status_code == 200
