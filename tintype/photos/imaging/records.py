"""What the child makes, and of how much: without a decoder, so that every process may know."""

from dataclasses import dataclass

MAX_PIXELS = 64_000_000


@dataclass(frozen=True)
class RenderedFile:
    name: str
    width: int
    height: int
    data: bytes
    content_type: str = "image/jpeg"


@dataclass(frozen=True)
class Rendered:
    """A photo ready to be stored; `width` and `height` are those of the upright original."""

    width: int
    height: int
    blurhash: str
    renditions: tuple[RenderedFile, ...]
