"""Colour and light: ramps, mixing, glow, and what a lens and a film do to a picture."""

from functools import cache

import pyvips

from tintype.demo.pictures.frame import Frame, Image

_STEPS = 1024


def rgb(colour: str) -> list[float]:
    """Red, green and blue from 0 to 1.

    >>> rgb("#ff8000")
    [1.0, 0.5019607843137255, 0.0]
    """
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def clamp(image: Image) -> Image:
    return image.clamp(min=0, max=1)


def smooth(low: float, high: float, image: Image) -> Image:
    """0 below `low`, 1 above `high`, an S between; `low` may be the larger.

    From a table, and not by formula: libvips computes an image anew for each place where a formula names it.
    """
    most = _STEPS - 1
    return image.linear(most / (high - low), -low * most / (high - low)).cast("ushort").maplut(_curve(1))


def ramp(image: Image, *colours: str) -> Image:
    """Values from 0 to 1 turned into colours at equal distances."""
    stops = [rgb(colour) for colour in colours]
    bands = [_steps([stop[band] for stop in stops]) for band in range(3)]
    lut = bands[0].bandjoin(bands[1:])
    return (image * (_STEPS - 1)).cast("ushort").maplut(lut)


def _steps(values: list[float]) -> Image:
    steps = []
    for step in range(_STEPS):
        place = step / _STEPS * (len(values) - 1)
        at = int(place)
        steps.append(values[at] + (values[at + 1] - values[at]) * (place - at))
    return pyvips.Image.new_from_array([steps])


def flat(frame: Frame, colour: str) -> Image:
    return (frame.x * 0).bandjoin([frame.x * 0, frame.x * 0]) + rgb(colour)


def mix(below: Image, above: Image, mask: Image) -> Image:
    """`above` where the mask is 1.

    Only the mask, named twice here, is kept in memory. Each picture is named once, so a picture of many layers is
    computed at the end in one go, strip by strip, in the processor's cache: twice as fast as layer by layer.
    """
    mask = mask.copy_memory()
    return below * mask.linear(-1, 1) + above * mask


def paint(below: Image, colour: str, mask: Image) -> Image:
    mask = mask.copy_memory()
    return below * mask.linear(-1, 1) + mask.linear(rgb(colour), [0, 0, 0])


def light(below: Image, colour: str, strength: Image) -> Image:
    """Light on top of light, which never gets brighter than white."""
    return _screen(below, clamp(strength).linear(rgb(colour), [0, 0, 0]))


def _screen(below: Image, added: Image) -> Image:
    return (below.linear(-1, 1) * added.linear(-1, 1)).linear(-1, 1)


def blur(image: Image, sigma: float) -> Image:
    """A wide blur is made small and enlarged: a hundred times as fast, and nobody can tell."""
    if sigma < 0.4:
        return image
    shrink = max(1.0, sigma / 2.5)
    image = image.copy_memory()
    small = image.resize(1 / shrink, kernel="linear") if shrink > 1 else image
    small = small.gaussblur(sigma / shrink, precision="float").copy_memory()
    if shrink == 1:
        return small
    return small.resize(image.width / small.width, vscale=image.height / small.height, kernel="cubic").crop(
        0, 0, image.width, image.height
    )


def bloom(frame: Frame, image: Image, strength: float = 0.35, above: float = 0.72, width: float = 28) -> Image:
    """Bright parts shine over their edges, as through a lens."""
    image = image.copy_memory()
    bright = clamp(image.linear(1 / (1 - above), -above / (1 - above)))
    return _screen(image, clamp(blur(bright, width * frame.unit)) * strength)


def develop(
    frame: Frame,
    image: Image,
    *,
    contrast: float = 0.5,
    grain: float = 0.011,
    vignette: float = 0.22,
    fade: float = 0.02,
) -> Image:
    """The film: an S-curve, darker corners, blacks that are not quite black, and grain. 8 bits a channel."""
    corner = smooth(0.35, 1.15, frame.distance(0.5, 0.5).linear(min(1.25, 1 / frame.aspect), 0))
    image = (image * (_STEPS - 1)).cast("ushort").maplut(_curve(contrast)) * corner.linear(-vignette, 1)
    image = image.linear(1 - fade, [fade * 0.9, fade, fade * 1.15]) + frame.grain() * grain
    return image.linear(255, 0.5).cast("uchar").copy(interpretation="srgb")


@cache
def _curve(contrast: float) -> Image:
    """The S, as a table; what is outside it takes its first or last value."""
    steps = [step / (_STEPS - 1) for step in range(_STEPS)]
    return pyvips.Image.new_from_array([[part + contrast * (part * part * (3 - 2 * part) - part) for part in steps]])
