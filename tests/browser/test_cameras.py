"""Photos of real cameras go in through the browser, and what comes out is looked at byte by byte."""

import json

import pytest

from tests.browser.cameras import TOLERANCE, Shot, difference, shots, upright_size
from tests.browser.conftest import DESK, Visit
from tests.browser.visitor import Visitor, file
from tests.cluster.real import Real
from tests.photos.imaging.looks import chunks, picture, segments

MOST_PHOTOS = 10
WIDTHS = (150, 320, 640, 1080, 2048)
APP1, APP13, COMMENT = 0xE1, 0xED, 0xFE
# What a file of ours consists of: pixels (of either kind), a profile of colours, and the list of both.
WEBP_PARTS = {b"VP8 ", b"VP8L", b"VP8X", b"ICCP"}
# Asked of the program itself: no page links the originals.
ADDRESSES = """
import json
from tintype.photos.originals import original_url
from tintype.photos.queries import visible_post
from tintype.storage.queries import media_url
from tintype.web.pictures import local
post = visible_post(None, {post_id})
print(json.dumps([
    {{r.name: [local(media_url(r.key, photo.stamp)), r.width, r.height] for r in photo.renditions}}
    | {{"original": [local(original_url(post.owner.id, photo.id)), photo.width, photo.height]}}
    for photo in post.photos
]))
"""


def addresses(tintype: Real, post_id: int) -> list[dict[str, tuple[str, int, int]]]:
    """Of each photo: rendition -> address, width, height."""
    answer = tintype.run("manage", "shell", "--verbosity=0", "-c", ADDRESSES.format(post_id=post_id))
    assert answer.returncode == 0, answer.stderr
    return [{name: tuple(values) for name, values in photo.items()} for photo in json.loads(answer.stdout)]


def names_of(width: int) -> set[str]:
    """Of the files of a photo so wide: all classes that are narrower, and the next one, which is as wide as itself."""
    classes = [one for n, one in enumerate(WIDTHS) if n == 0 or WIDTHS[n - 1] < width]
    return {"original", *(f"{one}.{kind}" for one in classes for kind in ("jpg", "webp"))}


def check_nothing_told(shot: Shot, served: bytes) -> None:
    if served.startswith(b"RIFF"):
        assert set(chunks(served)) <= WEBP_PARTS, shot.name
    else:
        check_jpeg(shot, served)
    assert [trace for trace in shot.traces() if trace in served] == []
    assert not picture(served).getexif()


def check_jpeg(shot: Shot, served: bytes) -> None:
    for marker, payload in segments(served):
        assert marker not in (APP1, APP13, COMMENT)
        for trace in (b"Exif", b"http://ns.adobe.com", b"Photoshop 3.0", b"MPF\0", b"GPS"):
            assert trace not in payload, shot.name
    assert served.count(b"\xff\xd8\xff") == 1, f"{shot.name}: a second picture inside"


def check_looks(shot: Shot, served: bytes, name: str, size: tuple[int, int]) -> None:
    width, height = upright_size(shot.data)
    scale = 1 if name == "original" else min(1, int(name.partition(".")[0]) / width)
    assert picture(served).size == size
    assert (abs(size[0] - width * scale) <= 1, abs(size[1] - height * scale) <= 1) == (True, True), (shot.name, name)
    assert difference(shot.data, served) < TOLERANCE, (shot.name, name)


def check_served(visitor: Visitor, shot: Shot, renditions: dict[str, tuple[str, int, int]]) -> None:
    assert renditions.keys() == names_of(upright_size(shot.data)[0])
    for name, (address, width, height) in renditions.items():
        answer = visitor.context.request.get(address)
        kind = "image/webp" if name.endswith("webp") else "image/jpeg"
        assert (answer.status, answer.headers["content-type"]) == (200, kind), name
        check_nothing_told(shot, answer.body())
        check_looks(shot, answer.body(), name, (width, height))
        assert visitor.context.request.get(address.split("?")[0]).status in (403, 404)


@pytest.mark.slow
def test_every_rendition_is_upright_in_its_colours_and_tells_nothing(visit: Visit, tintype: Real) -> None:
    anna = visit("anna", DESK)
    taken = shots()
    assert any(trace in shot.data for shot in taken for trace in shot.traces()), "these photos have nothing to tell"
    for start in range(0, len(taken), MOST_PHOTOS):
        batch = taken[start : start + MOST_PHOTOS]
        post_id = anna.post(*(file(shot.name, shot.data) for shot in batch), caption=f"from {start}")
        found = addresses(tintype, post_id)
        assert len(found) == len(batch)
        for shot, renditions in zip(batch, found, strict=True):
            check_served(anna, shot, renditions)
