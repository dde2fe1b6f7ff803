"""A recipe's tones as numbers to look up: the same, to the last digit, as `tones.js` makes of them in the page.

A pixel goes through three steps. `before` is one table for each channel: what brightness, contrast and warmth make of
its 256 levels, in steps of a 16th of a level. `matrix` mixes the channels: saturation, then the filter's own. `after`
is the filter's curves, one table for each channel. What a filter's strength weakens is each of these by itself, so a
weak filter costs no more than a strong one.
"""

import itertools
from bisect import bisect_right
from dataclasses import dataclass

from tintype.photos.imaging.filters import FILTERS, Filter, Point, Row
from tintype.photos.imaging.recipe import Recipe

Matrix = tuple[Row, Row, Row]

LEVELS = 256
STEPS = 4096
UNCHANGED: Matrix = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
# How bright the eye finds red, green and blue (ITU-R BT.709).
_LUMA: Row = (0.2126, 0.7152, 0.0722)
_LINE: tuple[Point, ...] = ((0, 0), (255, 255))
_NONE = Filter(UNCHANGED, (_LINE, _LINE, _LINE), 0.0, 0.0)


@dataclass(frozen=True)
class Tables:
    before: tuple[list[float], ...]
    matrix: Matrix
    after: tuple[list[float], ...]
    vignette: float
    grain: float


def tables(recipe: Recipe) -> Tables:
    chosen, strength = FILTERS.get(recipe.filter, _NONE), recipe.strength
    return Tables(
        before=tuple([_adjusted(level / 255, channel, recipe) for level in range(LEVELS)] for channel in range(3)),
        matrix=_mixed(_weakened(chosen.matrix, strength), _saturating(recipe.saturation)),
        after=tuple(_curve(points, strength) for points in chosen.curves),
        # What one darkening leaves, the other darkens.
        vignette=1 - (1 - 0.8 * recipe.vignette) * (1 - chosen.vignette * strength),
        grain=chosen.grain * strength,
    )


def _adjusted(value: float, channel: int, recipe: Recipe) -> float:
    """Black stays black and white white, so that nothing is lost that another slider could not bring back."""
    value += recipe.brightness * 0.9 * value * (1 - value)
    value = _contrasted(value, recipe.contrast)
    at_ends, between = ((0.06, 0.16), (0.0, 0.04), (-0.1, -0.2))[channel]
    return value + recipe.warmth * (at_ends * value + between * value * (1 - value))


def _contrasted(value: float, contrast: float) -> float:
    if contrast <= 0:
        return value + contrast * 0.5 * (value - 0.5)
    steep = value * value * (3 - 2 * value)
    return value + contrast * (steep * steep * (3 - 2 * steep) - value)


def _saturating(saturation: float) -> Matrix:
    kept = 1 + saturation
    red, green, blue = ((*(part * (1 - kept) for part in _LUMA),) for _ in range(3))
    return (
        (red[0] + kept, red[1], red[2]),
        (green[0], green[1] + kept, green[2]),
        (blue[0], blue[1], blue[2] + kept),
    )


def _weakened(matrix: Matrix, strength: float) -> Matrix:
    one, two, three = (
        (
            plain[0] + strength * (row[0] - plain[0]),
            plain[1] + strength * (row[1] - plain[1]),
            plain[2] + strength * (row[2] - plain[2]),
        )
        for row, plain in zip(matrix, UNCHANGED, strict=True)
    )
    return one, two, three


def _mixed(last: Matrix, first: Matrix) -> Matrix:
    one, two, three = (
        (
            row[0] * first[0][0] + row[1] * first[1][0] + row[2] * first[2][0],
            row[0] * first[0][1] + row[1] * first[1][1] + row[2] * first[2][1],
            row[0] * first[0][2] + row[1] * first[1][2] + row[2] * first[2][2],
        )
        for row in last
    )
    return one, two, three


def _curve(points: tuple[Point, ...], strength: float) -> list[float]:
    """From 4,096 steps to levels, on a smooth line through the points that never turns back where they do not."""
    slopes = _slopes(points)
    inputs = [point[0] for point in points]
    made = []
    for step in range(STEPS):
        value = step * 255 / (STEPS - 1)
        at = min(bisect_right(inputs, value), len(points) - 1) - 1
        made.append(value + strength * (_between(points, slopes, at, value) - value))
    return made


def _slopes(points: tuple[Point, ...]) -> list[float]:
    """At each point, after Fritsch and Butland: a harmonic mean, and none at a turn."""
    rises = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in itertools.pairwise(points)]
    inner = [0.0 if one * two <= 0 else 2 * one * two / (one + two) for one, two in itertools.pairwise(rises)]
    return [rises[0], *inner, rises[-1]]


def _between(points: tuple[Point, ...], slopes: list[float], at: int, value: float) -> float:
    (x1, y1), (x2, y2) = points[at], points[at + 1]
    width = x2 - x1
    t = (value - x1) / width
    rest = 1 - t
    start = y1 * rest * rest * (1 + 2 * t) + slopes[at] * width * t * rest * rest
    return start + y2 * t * t * (3 - 2 * t) - slopes[at + 1] * width * t * t * rest
