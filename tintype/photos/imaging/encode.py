"""Pixels into files. Only the confined child imports this."""

from collections.abc import Callable
from typing import Any

import pyvips

# The three look alike (the mean square error of each against what went in is nearly the same).
_QUALITY = {"jpg": 82, "webp": 78, "avif": 60}
_ORIGINAL_QUALITY = 90
# On a photo 2048 wide, effort 2 takes 49 ms and makes 160 kB; effort 0 takes 28 ms and makes 265 kB; effort 4, the
# default of libvips, takes 123 ms and makes 158 kB.
_WEBP_EFFORT = 2
# Effort 0 takes 67 ms and makes 135 kB; effort 1 takes 230 ms and makes 131 kB; 4 takes 2.7 s and makes 122 kB.
_AVIF_EFFORT = 0
_KEPT_FIELDS = {"icc-profile-data", "orientation"}


def encoded(image: Any, form: str) -> bytes:
    """`keep` drops EXIF, XMP, IPTC and the thumbnail; only the colour profile goes with the pixels."""
    if form == "jpg":
        # Optimised Huffman tables would save 2% and take more than twice the time.
        data = image.jpegsave_buffer(Q=_QUALITY[form], keep="icc")
    elif form == "webp":
        data = image.webpsave_buffer(Q=_QUALITY[form], effort=_WEBP_EFFORT, keep="icc")
    else:
        data = image.heifsave_buffer(Q=_QUALITY[form], effort=_AVIF_EFFORT, compression="av1", keep="icc")
    return bytes(data)


def write_original(image: Any, write: Callable[[Any], int]) -> None:
    """As a JPEG, piece by piece: of a large photo neither the pixels nor the file are in memory as a whole."""
    target = pyvips.TargetCustom()
    target.on_write(write)
    turned = image.get_typeof("orientation") and image.get("orientation") > 1
    kept = "icc:exif" if turned else "icc"
    _with_nothing_but_its_turn(image).jpegsave_target(target, Q=_ORIGINAL_QUALITY, keep=kept)


def _with_nothing_but_its_turn(image: Any) -> Any:
    """The orientation is written as EXIF, in a block of its own where it finds none."""
    image = image.copy()
    for field in image.get_fields():
        if field not in _KEPT_FIELDS:
            image.remove(field)
    return image
