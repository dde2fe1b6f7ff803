"""What stands in a photo's place until it has come: its blurhash and its dominant colour. Only for the child."""

from collections import defaultdict
from typing import Any

from blurhash import encode
from PIL import Image

_SIDE = 32
# Colours that differ by less than this are counted as one.
_STEP = 32

_Colour = tuple[int, int, int]


def blurhash_and_colour(image: Any) -> tuple[str, str]:
    """Both in sRGB, as pages and apps take them."""
    tiny = image.resize(min(1, _SIDE / image.width), vscale=min(1, _SIDE / image.height))
    if tiny.get_typeof("icc-profile-data"):
        tiny = tiny.icc_transform("srgb", embedded=True)
    tiny = tiny.colourspace("srgb")
    pixels = bytes(tiny.write_to_memory())
    picture = Image.frombytes("RGB", (tiny.width, tiny.height), pixels)
    across, down = (4, 3) if image.width >= image.height else (3, 4)
    return str(encode(picture, across, down)), _dominant(pixels)


def _dominant(pixels: bytes) -> str:
    """The mean of the most common colours: a mean of all would be the same brown for nearly every photo."""
    alike: defaultdict[_Colour, list[_Colour]] = defaultdict(list)
    for red, green, blue in zip(pixels[::3], pixels[1::3], pixels[2::3], strict=True):
        alike[red // _STEP, green // _STEP, blue // _STEP].append((red, green, blue))
    most = max(alike.values(), key=len)
    return "#" + "".join(f"{round(sum(channel) / len(most)):02x}" for channel in zip(*most, strict=True))
