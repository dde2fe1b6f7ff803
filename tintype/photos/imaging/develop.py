"""A recipe carried out by libvips. Only the confined child imports this."""

import math
from array import array
from typing import Any

import pyvips

from tintype.photos.imaging.grain import grain_for
from tintype.photos.imaging.recipe import Recipe
from tintype.photos.imaging.tables import LEVELS, STEPS, UNCHANGED, Tables, tables

_PROFILE = "icc-profile-data"
_TURNS = {1: "d90", 2: "d180", 3: "d270"}
# Where the vignette begins, in squares of the way to the corner: the middle of each edge is at 0.5.
_CLEAR = 0.2


def shape(image: Any, recipe: Recipe) -> Any:
    """Turned, straightened, cropped. What comes back is not yet computed, and reads the image in any order."""
    if recipe.keeps_shape:
        return image
    left, top, right, bottom = recipe.box(image.width, image.height)
    if recipe.turn:
        image = image.rot(_TURNS[recipe.turn])
    if recipe.angle:
        return _straightened(image, recipe.angle, (left, top, right - left, bottom - top))
    return image.crop(left, top, right - left, bottom - top)


def _straightened(image: Any, degrees: float, area: tuple[int, int, int, int]) -> Any:
    """Only this area is computed: a small crop of a large photo costs little."""
    width, height, angle = image.width, image.height, math.radians(degrees)
    scale = math.cos(angle) + abs(math.sin(angle)) * max(width / height, height / width)
    along, across = scale * math.cos(angle), scale * math.sin(angle)
    middle = (width - 1) / 2, (height - 1) / 2
    return image.affine(
        [along, -across, across, along],
        interpolate=pyvips.Interpolate.new("bicubic"),
        oarea=area,
        idx=-middle[0],
        idy=-middle[1],
        odx=middle[0],
        ody=middle[1],
        extend="copy",
    )


def tones(image: Any, recipe: Recipe) -> Any:
    """8 bits a channel in and out. Three channels whatever came, as most filters colour what was grey."""
    if recipe.keeps_tones:
        return image
    made = tables(recipe)
    image = _coloured(image)
    # A half more, so that cutting off the fraction rounds. The rows of a matrix add up to one: it stays a half.
    before = [[value * (STEPS - 1) + 0.5 for value in table] for table in made.before]
    mixed = image.maplut(_table(before, LEVELS))
    if made.matrix != UNCHANGED:
        mixed = mixed.recomb(pyvips.Image.new_from_array([list(row) for row in made.matrix]))
    return _finished(mixed.cast("ushort"), made).copy(interpretation=image.interpretation)


def _finished(mixed: Any, made: Tables) -> Any:
    image = mixed.maplut(_table(list(made.after), STEPS))
    if made.vignette:
        image *= _vignette(image.width, image.height, made.vignette)
    if made.grain:
        image += image * (255 - image) * grain_for(image.width, image.height) * (made.grain * 4 / 255)
    return (image + 0.5).cast("uchar")


def _coloured(image: Any) -> Any:
    if image.bands > 1:
        return image
    if image.get_typeof(_PROFILE):
        return image.icc_transform("srgb", embedded=True)
    return image.colourspace("srgb")


def _table(channels: list[list[float]], length: int) -> Any:
    numbers = array("f", [value for entry in zip(*channels, strict=True) for value in entry])
    return pyvips.Image.new_from_memory(numbers.tobytes(), length, 1, 3, "float")


def _vignette(width: int, height: int, amount: float) -> Any:
    """What is left of the light: all of it in the middle, `1 - amount` in the corners."""
    place = (pyvips.Image.xyz(width, height) + 0.5) * [2 / width, 2 / height] - 1
    square = place * place
    way = ((square[0] + square[1]) * (0.5 / (1 - _CLEAR)) - _CLEAR / (1 - _CLEAR)).clamp()
    return way * way * (way * -2 + 3) * -amount + 1
