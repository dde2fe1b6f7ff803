"""What the tests ask of a rendition's bytes."""

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from tests.photos.imaging.camera import BOTTOM_LEFT, BOTTOM_RIGHT, TOP_LEFT, TOP_RIGHT

Colour = tuple[int, int, int]

# Photos of real cameras, which are not part of the repository.
REAL_PHOTOS = Path(os.environ.get("TINTYPE_TEST_PHOTOS", Path(__file__).parents[4] / "shared" / "photos"))


def real_photo(name: str) -> bytes:
    path = REAL_PHOTOS / name
    if not path.exists():
        pytest.skip(f"no photo of a real camera at {path}; TINTYPE_TEST_PHOTOS says where they are")
    return path.read_bytes()


def picture(data: bytes) -> Image.Image:
    opened = Image.open(io.BytesIO(data), formats=("JPEG", "WEBP", "AVIF"))
    opened.load()
    return opened


def segments(jpeg: bytes) -> list[tuple[int, bytes]]:
    """Every marker up to the pixels, with what it carries; the file must be at its end right after them."""
    assert jpeg.startswith(b"\xff\xd8")
    found, at = [], 2
    while jpeg[at + 1] != 0xDA:
        assert jpeg[at] == 0xFF
        length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
        found.append((jpeg[at + 1], jpeg[at + 4 : at + 2 + length]))
        at += 2 + length
    assert jpeg.index(b"\xff\xd9", at) == len(jpeg) - 2
    return found


def chunks(webp: bytes) -> list[bytes]:
    """The names of all parts of a WebP; the file must be at its end right after them."""
    assert (webp[:4], webp[8:12]) == (b"RIFF", b"WEBP")
    found, at = [], 12
    while at < len(webp):
        found.append(webp[at : at + 4])
        length = int.from_bytes(webp[at + 4 : at + 8], "little")
        at += 8 + length + length % 2
    assert at == len(webp)
    return found


def is_near(colour: Colour, expected: Colour, tolerance: int = 12) -> bool:
    return all(abs(one - other) <= tolerance for one, other in zip(colour, expected, strict=True))


def corners(data: bytes) -> tuple[Colour, ...]:
    image = picture(data).convert("RGB")
    places = [
        (x, y) for y in (image.height // 4, image.height * 3 // 4) for x in (image.width // 4, image.width * 3 // 4)
    ]
    pixels = [image.getpixel(place) for place in places]
    return tuple((int(r), int(g), int(b)) for r, g, b in pixels)  # type: ignore[misc]  # pixels of an RGB image


def is_upright(data: bytes) -> bool:
    expected = (TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, BOTTOM_RIGHT)
    return all(is_near(colour, wanted) for colour, wanted in zip(corners(data), expected, strict=True))
