"""Browsers choose a photo's file by format and width, and its place is kept and coloured until it comes."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.media import fetch
from tests.web.asking import body
from tintype.photos.models import Photo
from tintype.photos.records import PhotoRecord, RenditionRecord
from tintype.sharding.scope import action_of
from tintype.storage.keys import rendition_key
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.web.pictures import accepted_words, photo_image

WIDTHS = (150, 320, 640, 1080, 2048)
BLUR = 'LEHV6nWB2yk8pyo0adR*.7kCMdnj"<>%'


def photo(*formats: str, size: tuple[int, int] = (4000, 2000)) -> PhotoRecord:
    """With files of each class; a smaller photo's are as wide as itself."""
    files = tuple(
        RenditionRecord(f"{width}.{name}", rendition_key(1, 2, 0, f"{width}.{name}"), min(width, size[0]), 100)
        for name in formats
        for width in WIDTHS
    )
    return PhotoRecord(2, "A wall", *size, BLUR, "#123456", files, (0, 0), "p0")


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def offered(srcset: Any) -> list[tuple[str, str]]:
    """Format and width of each candidate."""
    return re.findall(r"\.(\w+)\?\S* (\d+)w", str(srcset))


def test_smaller_formats_come_first_in_all_widths_of_a_screen() -> None:
    (_, avif, webp, image) = Tags(photo_image(photo("avif", "jpg", "webp"), "100vw")).found
    assert [avif[1]["type"], webp[1]["type"]] == ["image/avif", "image/webp"]
    assert offered(avif[1]["srcset"]) == [("avif", str(width)) for width in (320, 640, 1080, 2048)]
    assert offered(webp[1]["srcset"]) == [("webp", str(width)) for width in (320, 640, 1080, 2048)]
    assert "-1080.jpg?" in str(image[1]["src"])


def test_a_place_is_kept_and_described_before_a_photo_comes() -> None:
    (_, attributes) = Tags(photo_image(photo("jpg"), "100vw")).found[-1]
    expected = {"width": "4000", "height": "2000", "alt": "A wall", "data-colour": "#123456", "data-blur": BLUR}
    assert attributes.items() >= expected.items()


def test_files_of_one_width_are_offered_once() -> None:
    source = Tags(photo_image(photo("webp", "jpg", size=(500, 250)), "100vw")).found[1]
    assert [width for _, width in offered(source[1]["srcset"])] == ["320", "500"]


@pytest.mark.parametrize("path", ["/p/{post}/", "/@{name}/", "/"])
def test_every_candidate_of_a_page_is_there(alice: Member, path: str) -> None:
    post = make_post(alice.id, "a % in the words")
    page = Tags(body(alice.client.get(path.format(post=post, name=alice.username)))).found
    addresses = {
        part.split()[0] for _, tag in page for part in str(tag.get("srcset") or "").split(", ") if part.strip()
    }
    kinds = {fetch(address).headers["content-type"] for address in addresses}
    assert kinds == {"image/webp"}
    image = next(tag for name, tag in page if name == "img" and "data-blur" in tag)
    assert fetch(str(image["src"])).headers["content-type"] == "image/jpeg"


def test_a_blur_reaches_the_home_feed_as_it_is(alice: Member) -> None:
    """Cards are kept as bytes with marks that begin with %, which is also a digit of a blurhash."""
    post = make_post(alice.id)
    with action_of(alice.id):
        Photo.objects.filter(post=post).update(blurhash=BLUR)
    images = [tag for name, tag in Tags(body(alice.client.get("/"))).found if name == "img" and "data-blur" in tag]
    assert [tag["data-blur"] for tag in images] == [BLUR]


def test_what_may_be_chosen_is_what_is_decoded(alice: Member) -> None:
    page = body(alice.client.get("/new/"))
    assert f", {accepted_words()}, 25 MB each" in page
    inputs = [tag["accept"] for name, tag in Tags(page).found if name == "input" and tag.get("type") == "file"]
    answer = alice.client.post(
        "/uploads/", {"type": "image/x", "size": 1}, "application/json", headers={"Accept": "application/json"}
    )
    assert answer.status_code == 400
    for kind in str(inputs[0]).split(","):
        answer = alice.client.post(
            "/uploads/", {"type": kind, "size": 1}, "application/json", headers={"Accept": "application/json"}
        )
        assert answer.status_code == 201, kind
