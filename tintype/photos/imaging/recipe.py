"""What somebody wants done to a photo: kept beside it, so that it can always be undone. No decoder is needed here."""

import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from tintype.lib.errors import Refused
from tintype.photos.imaging.filters import FILTERS

Crop = tuple[float, float, float, float]

WHOLE: Crop = (0.0, 0.0, 1.0, 1.0)
# A twentieth of a photo of 12 megapixels is 200 pixels wide: less than that is a slip of the finger.
SMALLEST_CROP = 0.05
# More digits than a photo has pixels, so that what is read again is equal to what was written.
_DIGITS = 5
_BOUNDS = {
    "strength": (0.0, 1.0),
    "angle": (-45.0, 45.0),
    "brightness": (-1.0, 1.0),
    "contrast": (-1.0, 1.0),
    "warmth": (-1.0, 1.0),
    "saturation": (-1.0, 1.0),
    "vignette": (0.0, 1.0),
}
_QUARTERS = 4
_GEOMETRY = ("turn", "angle", "crop")


class RecipeRefused(Refused):
    """Not a recipe that the editor of this version writes."""


@dataclass(frozen=True)
class Recipe:
    """First turned by quarters clockwise, then straightened by `angle` degrees, then cropped; then the tones.

    A straightened picture keeps its width and height: it is enlarged until it has no empty corners. `crop` is x, y,
    width and height as parts of that picture.
    """

    filter: str = ""
    strength: float = 1.0
    turn: int = 0
    angle: float = 0.0
    crop: Crop = WHOLE
    brightness: float = 0.0
    contrast: float = 0.0
    warmth: float = 0.0
    saturation: float = 0.0
    vignette: float = 0.0

    @classmethod
    def read(cls, written: object) -> "Recipe":
        """From what `as_json` wrote, or an app did. Raises RecipeRefused for anything unknown or out of range."""
        if not isinstance(written, dict):
            raise RecipeRefused("A recipe is an object with the changes of a photo.")
        unknown = set(written) - {field.name for field in fields(cls)}
        if unknown:
            raise RecipeRefused(f"A photo cannot be changed by {', '.join(sorted(map(repr, unknown)))}.")
        return cls(**{name: _READERS.get(name, _number)(name, value) for name, value in written.items()})

    def as_json(self) -> dict[str, Any]:
        """Only what differs from the plain photo: {} for none."""
        written: dict[str, Any] = {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if getattr(self, field.name) != field.default
        }
        if "crop" in written:
            written["crop"] = list(self.crop)
        return written

    @property
    def keeps_shape(self) -> bool:
        return all(getattr(self, name) == getattr(PLAIN, name) for name in _GEOMETRY)

    @property
    def keeps_tones(self) -> bool:
        toned = (self.brightness, self.contrast, self.warmth, self.saturation, self.vignette)
        return not any(toned) and (not self.filter or self.strength == 0)

    def shaped_size(self, width: int, height: int) -> tuple[int, int]:
        """Of a photo that was so large; never less than one pixel."""
        left, top, right, bottom = self.box(width, height)
        return right - left, bottom - top

    def box(self, width: int, height: int) -> tuple[int, int, int, int]:
        """The edges of the crop, in pixels of the photo after it was turned and straightened."""
        if self.turn % 2:
            width, height = height, width
        x, y, across, down = self.crop
        left, top = min(math.floor(x * width + 0.5), width - 1), min(math.floor(y * height + 0.5), height - 1)
        right, bottom = math.floor((x + across) * width + 0.5), math.floor((y + down) * height + 0.5)
        return left, top, min(max(right, left + 1), width), min(max(bottom, top + 1), height)


def _number(name: str, value: object) -> float:
    low, high = _BOUNDS[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise RecipeRefused(f"A photo's {name} is a number from {low:g} to {high:g}.")
    return round(float(value), _DIGITS)


def _filter(_name: str, value: object) -> str:
    if not isinstance(value, str) or (value and value not in FILTERS):
        raise RecipeRefused("There is no such filter here. Please choose another.")
    return value


def _turn(_name: str, value: object) -> int:
    if type(value) is not int or not 0 <= value < _QUARTERS:
        raise RecipeRefused("A photo is turned by none, one, two or three quarters.")
    return value


def _crop(_name: str, value: object) -> Crop:
    if not isinstance(value, list | tuple) or len(value) != len(WHOLE):
        raise RecipeRefused("A crop is four numbers: left, top, width and height.")
    if any(isinstance(part, bool) or not isinstance(part, int | float) or not 0 <= part <= 1 for part in value):
        raise RecipeRefused("A crop's numbers are parts of the photo, from 0 to 1.")
    x, y, across, down = (round(float(part), _DIGITS) for part in value)
    if min(across, down) < SMALLEST_CROP or max(x + across, y + down) > 1 + 10**-_DIGITS:
        raise RecipeRefused("A crop lies inside the photo and is at least a twentieth of it wide and high.")
    return x, y, across, down


_READERS: dict[str, Callable[[str, object], Any]] = {"filter": _filter, "turn": _turn, "crop": _crop}

PLAIN = Recipe()
