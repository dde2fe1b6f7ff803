"""From a stranger's bytes to plain pixels. Only the confined child imports this."""

import math
import re
from collections.abc import Callable
from typing import Any

import pyvips

from tintype.photos.imaging import colour
from tintype.photos.imaging.records import MAX_PIXELS, MAX_SIDE
from tintype.photos.imaging.sniff import has_too_many_scans, is_moving_png
from tintype.photos.imaging.weight import bytes_to_decode, says

# As many pixels are decoded once and kept. Of more, two passes are made: one for what is shown, one for the original.
KEPT_PIXELS = 24_000_000
# For pixels that are kept and for decoders that need the whole picture at once. With all the rest (a worker 85 MB, an
# upload twice 25 MB, the child 75 MB) a worker and its child stay under 300 MB.
MOST_BYTES = 104_000_000
# Of a large picture. A blurred sky as a JPEG of low quality has 40; what was packed in order to be large has thousands.
MOST_PIXELS_OF_A_BYTE = 100
# Of libjpeg's warnings those that mean lost pixels. Others ("extraneous bytes") come with many a good photo.
_DAMAGE = re.compile(r"premature end|bad Huffman|instead of RST|bogus|Invalid SOS")
# Of EXIF's orientations.
_ON_ITS_SIDE = {5, 6, 7, 8}
_LOADERS = ("Jpeg", "Png", "Webp", "Nsgif")


class Unfit(Exception):
    """Not a photo that is taken here; `code` is one of PhotoRefused's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def allow_only_accepted_loaders() -> None:
    pyvips.cache_set_max(0)
    pyvips.operation_block_set("VipsForeignLoad", state=True)
    for loader in _LOADERS:
        pyvips.operation_block_set(f"VipsForeignLoad{loader}", state=False)


class Picture:
    """One upload: its pixels as often as they are wanted, 8 bits a channel, grey or RGB, on white."""

    def __init__(self, data: Any) -> None:
        self._data = data
        self._fail_on = "warning"
        self._kept: Any = None
        header = self._next = self._load()
        _check(header, data)
        self._turn: int = says(header, "orientation") or 1
        self._stored: tuple[int, int] = header.width, header.height
        self.width, self.height = self._stored[::-1] if self._turn in _ON_ITS_SIDE else self._stored
        kept = header.width * header.height * min(header.bands, 3)
        self._is_kept = kept <= KEPT_PIXELS * 3 and kept + bytes_to_decode(header) <= MOST_BYTES

    def upright(self, scale: float) -> Any:
        """In memory, turned as the camera was held; at least `scale` times the size it has, and at most whole."""
        if not self._is_kept:
            width, height = (max(1, round(length * min(1, scale))) for length in self._stored)
            return self._careful(lambda image: scaled(image, width, height)).autorot()
        if self._kept is None:
            self._kept = self._careful(lambda image: image.copy_memory())
        return self._kept.autorot()

    def whole(self) -> Any:
        """Not enlarged or shrunk, and upright; a large one by its orientation only, as it is read row by row."""
        return self.upright(1) if self._is_kept else self._pixels()

    def _careful(self, make: Callable[[Any], Any]) -> Any:
        """Again, and less strictly, if the decoder only warned of something harmless."""
        try:
            return make(self._pixels())
        except pyvips.Error as error:
            if _DAMAGE.search(str(error)) or self._fail_on != "warning":
                raise
        self._fail_on = "truncated"
        return make(self._pixels())

    def _pixels(self) -> Any:
        # Of a WebP the header alone takes as much memory as half of its pixels, so it is not read twice at a time.
        image, self._next = self._next, None
        return colour.plain(self._load() if image is None else image)

    def _load(self) -> Any:
        # Not from a buffer: pyvips would copy it.
        source = pyvips.Source.new_from_memory(self._data)
        return pyvips.Image.new_from_source(source, "", access="sequential", fail_on=self._fail_on)


def scaled(image: Any, width: int, height: int) -> Any:
    """In memory."""
    if (image.width, image.height) == (width, height):
        return image.copy_memory()
    return image.resize(width / image.width, vscale=height / image.height).copy_memory()


def scale_to(picture: Picture, most: int) -> float:
    """At which it has so many pixels."""
    return math.sqrt(most / (picture.width * picture.height))


def _check(header: Any, data: Any) -> None:
    """By what the file says of itself, before a pixel is decoded."""
    if header.width * header.height > MAX_PIXELS or max(header.width, header.height) > MAX_SIDE:
        raise Unfit("too_many_pixels")
    pixels = header.width * header.height
    if bytes_to_decode(header) > MOST_BYTES or (pixels > KEPT_PIXELS and pixels > len(data) * MOST_PIXELS_OF_A_BYTE):
        raise Unfit("too_heavy")
    if says(header, "jpeg-multiscan") and has_too_many_scans(data):
        raise Unfit("too_heavy")
    if (says(header, "n-pages") or 1) > 1 or is_moving_png(data):
        raise Unfit("moving")
