"""The empty frame of a picture: coordinates, chance and noise in it. Images are pyvips', one band, float."""

import random
from collections.abc import Callable
from typing import Any

import pyvips

Image = Any

# The finest cells of noise, in pixels, before it is enlarged.
_FINE = 6


class Frame:
    """`x` and `y` run from 0 to 1, right and down; `unit` is a pixel of a picture whose longer side has 1,600."""

    def __init__(self, width: int, height: int, seed: int) -> None:
        self.width, self.height = width, height
        self.unit = max(width, height) / 1600
        self.aspect = width / height
        self.chance = random.Random(seed)  # noqa: S311 - for looks only
        place = pyvips.Image.xyz(width, height)
        self.x: Image = place[0].linear(1 / width, 0.5 / width).copy_memory()
        self.y: Image = place[1].linear(1 / height, 0.5 / height).copy_memory()

    def pick(self, low: float, high: float) -> float:
        return self.chance.uniform(low, high)

    def distance(self, x: float, y: float, *, squeeze: float = 1) -> Image:
        """From a point, in heights of the frame; `squeeze` above 1 makes circles lie flat."""
        across, down = (self.x - x) * self.aspect, (self.y - y) * squeeze
        return (across * across + down * down) ** 0.5

    def noise(self, cell: float, *, stretch: float = 1) -> Image:
        """Smooth, about -0.6 to 0.6; `cell` in widths of the frame, `stretch` times as wide as high."""
        return self.clouds(cell, 1, stretch=stretch)

    def clouds(self, cell: float, octaves: int = 5, *, stretch: float = 1, gain: float = 0.5) -> Image:
        """Noise, and ever finer noise on top of it."""
        return self._layered(cell, octaves, stretch, gain, lambda noise: noise)

    def veins(self, cell: float, octaves: int = 5, *, stretch: float = 1, gain: float = 0.5) -> Image:
        """As clouds, but folded at zero: crests like those of mountains and waves."""
        return self._layered(cell, octaves, stretch, gain, lambda noise: noise.abs() * -2 + 0.4)

    def _layered(self, cell: float, octaves: int, stretch: float, gain: float, fold: Callable[[Image], Image]) -> Image:
        """Made as small as its finest cell allows, and enlarged once: coarse noise costs nothing."""
        span = cell * self.width / stretch
        shrink = max(span / 2 ** (octaves - 1) / _FINE, 1.0)
        width, height = int(self.width / shrink / stretch) + 4, int(self.height / shrink) + 4
        total: Image = 0
        for octave in range(octaves):
            size = max(round(span / shrink / 2**octave), 2)
            noise = fold(pyvips.Image.perlin(width, height, cell_size=size, seed=self._seed())) * gain**octave
            total = noise + total
        grown = total.copy_memory().resize(shrink * stretch, vscale=shrink, kernel="cubic")
        return grown.crop(0, 0, self.width, self.height).copy_memory()

    def _seed(self) -> int:
        return self.chance.getrandbits(30)

    def grain(self) -> Image:
        """Each pixel by itself, mostly from -2 to 2; one tile of it is repeated, which nobody can see."""
        tile = pyvips.Image.gaussnoise(512, 512, sigma=1, mean=0, seed=self._seed()).copy_memory()
        return tile.replicate(self.width // 512 + 1, self.height // 512 + 1).crop(0, 0, self.width, self.height)

    def column(self, values: list[float]) -> Image:
        """One value for each column of the frame, all the way down."""
        return pyvips.Image.new_from_array([values]).replicate(1, self.height)

    def ridge(self, base: float, height: float, *, cell: float, roughness: float = 0.5, sharp: float = 0.5) -> Image:
        """The outline of hills: for each column the y at which they begin."""
        line = self.line(cell, roughness, sharp)
        return self.column([base - height * value for value in line])

    def line(self, cell: float, roughness: float, sharp: float, finest: float = 0.001) -> list[float]:
        """From 0 to 1. Where `sharp` is 1 the tops are pointed, where it is 0 they are round."""
        total, weight, span = [0.0] * self.width, 0.0, cell * self.width
        strength = 1.0
        while span > finest * self.width:
            wave = self._wave(span)
            for at, value in enumerate(wave):
                total[at] += strength * (sharp * (1 - abs(value)) + (1 - sharp) * (value + 1) / 2)
            weight += strength
            strength *= roughness
            span /= 2
        return [value / weight for value in total]

    def _wave(self, span: float) -> list[float]:
        """Smooth chance from -1 to 1 with a knot every `span` pixels."""
        knots = [self.pick(-1, 1) for _ in range(int(self.width / span) + 4)]
        start, values = self.pick(0, 1), []
        for at in range(self.width):
            place = at / span + start
            knot = int(place)
            part = place - knot
            part = part * part * (3 - 2 * part)
            values.append(knots[knot] * (1 - part) + knots[knot + 1] * part)
        return values
