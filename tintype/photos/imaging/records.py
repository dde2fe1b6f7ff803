"""What the child is asked for and makes, and of how much: without a decoder, so that every process may know."""

from dataclasses import dataclass

MAX_PIXELS = 64_000_000
MAX_SIDE = 65_500  # of a JPEG
# A photo is shown in these widths, which are the names of its renditions. It is never enlarged: the first width that
# the photo does not fill is made as wide as the photo is, and then there are no more.
WIDTHS = (150, 320, 640, 1080, 2048)
ORIGINAL = "original"
# All files together. The originals of real photos with 64 megapixels have 30 MB.
MAX_ANSWER_BYTES = 64 * 2**20


@dataclass(frozen=True)
class RenderedFile:
    """`name` is the width of its class with the ending of its format ("1080.webp"), or "original"."""

    name: str
    width: int
    height: int
    data: bytes
    content_type: str


@dataclass(frozen=True)
class Rendered:
    """A photo ready to be stored; `width` and `height` are those of the whole photo as it is shown."""

    width: int
    height: int
    blurhash: str
    colour: str
    renditions: tuple[RenderedFile, ...]
