"""What a recipe does to pixels. That the page does the same is for tests/browser/test_filters.py."""

import io
import struct
from collections.abc import Callable
from itertools import pairwise

import pytest
import pyvips
from PIL import Image, ImageStat

from tests.photos.imaging.camera import BOTTOM_LEFT, BOTTOM_RIGHT, TOP_LEFT, TOP_RIGHT, encoded, pattern
from tests.photos.imaging.looks import corners, is_near
from tintype.photos.imaging.develop import shape, tones
from tintype.photos.imaging.filters import FILTERS
from tintype.photos.imaging.recipe import PLAIN, Recipe

P3 = bytes(pyvips.Image.profile_load("p3"))


def made(picture: Image.Image, recipe: Recipe) -> Image.Image:
    image = pyvips.Image.new_from_buffer(encoded(picture, "PNG", icc_profile=picture.info.get("icc_profile")), "")
    return Image.open(io.BytesIO(tones(shape(image, recipe), recipe).pngsave_buffer()))


def mean(picture: Image.Image) -> list[float]:
    return ImageStat.Stat(picture).mean


def grey(level: int) -> Image.Image:
    return Image.new("RGB", (64, 48), (level, level, level))


def test_nothing_is_computed_for_the_plain_photo() -> None:
    image = pyvips.Image.black(8, 8, bands=3)
    assert tones(shape(image, PLAIN), PLAIN) is image


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        (1, (BOTTOM_LEFT, TOP_LEFT, BOTTOM_RIGHT, TOP_RIGHT)),
        (2, (BOTTOM_RIGHT, BOTTOM_LEFT, TOP_RIGHT, TOP_LEFT)),
        (3, (TOP_RIGHT, BOTTOM_RIGHT, TOP_LEFT, BOTTOM_LEFT)),
    ],
)
def test_turns_go_clockwise(turn: int, expected: tuple[tuple[int, int, int], ...]) -> None:
    turned = corners(encoded(made(pattern(), Recipe(turn=turn)), quality=95))
    assert all(is_near(found, wanted) for found, wanted in zip(turned, expected, strict=True))


@pytest.mark.parametrize("angle", [-45, -10, 0.5, 45])
def test_a_straightened_photo_has_no_empty_corner(angle: float) -> None:
    white = Image.new("RGB", (300, 170), "white")
    straightened = made(white, Recipe(angle=angle))
    assert straightened.size == white.size
    assert straightened.getextrema() == ((255, 255),) * 3


def test_straightening_turns_clockwise() -> None:
    """A line across the middle sinks at its right end."""
    line = Image.new("L", (301, 301), 0)
    line.paste(255, (0, 150, 301, 151))
    straightened = made(line.convert("RGB"), Recipe(angle=10))
    right = straightened.crop((250, 0, 251, 301)).convert("L")
    assert max(range(301), key=lambda y: right.getpixel((0, y))) > 160  # type: ignore[arg-type,return-value]


def test_a_crop_takes_just_its_part() -> None:
    cropped = made(pattern(400, 200), Recipe(crop=(0.5, 0.5, 0.5, 0.5)))
    assert cropped.size == (200, 100)
    assert cropped.getcolors() == [(200 * 100, BOTTOM_RIGHT)]


MEASURES: dict[str, Callable[[list[float]], float]] = {
    "brightness": sum,
    "contrast": lambda pixel: pixel[0] - pixel[2],
    "warmth": lambda pixel: pixel[0] - pixel[2],
    "saturation": lambda pixel: max(pixel) - min(pixel),
}


@pytest.mark.parametrize("name", MEASURES)
def test_a_slider_in_the_middle_does_nothing_and_moves_both_ways(name: str) -> None:
    picture = Image.new("RGB", (8, 8), (180, 120, 70))
    low, high = (mean(made(picture, Recipe(**{name: value}))) for value in (-0.5, 0.5))  # type: ignore[arg-type]
    assert MEASURES[name](low) < MEASURES[name](mean(picture)) < MEASURES[name](high)


def test_black_stays_black_and_white_white_when_it_is_brightened() -> None:
    for value in (-1.0, 1.0):
        assert mean(made(grey(0), Recipe(brightness=value))) == [0, 0, 0]
        assert mean(made(grey(255), Recipe(brightness=value))) == [255, 255, 255]


def test_a_vignette_darkens_corners_and_not_the_middle() -> None:
    dark = made(grey(200), Recipe(vignette=1))
    assert dark.getpixel((32, 24)) == (200, 200, 200)
    assert dark.getpixel((0, 0)) < (60, 60, 60)  # type: ignore[operator]


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_keeps_light_and_dark_apart_and_is_weakened_by_its_strength(name: str) -> None:
    ramp = [mean(made(grey(level), Recipe(name))) for level in range(0, 256, 51)]
    assert all(sum(darker) < sum(lighter) for darker, lighter in pairwise(ramp))
    colour = Image.new("RGB", (64, 48), (190, 120, 60))
    plain, half, full = (mean(made(colour, Recipe(name, strength=strength))) for strength in (0, 0.5, 1))
    assert plain == mean(colour)
    assert full != plain
    apart = [sum(abs(one - other) for one, other in zip(way, plain, strict=True)) for way in (half, full)]
    assert 0 < apart[0] < apart[1]


def test_a_grey_photo_takes_the_colour_of_a_filter() -> None:
    blue = mean(made(Image.new("L", (64, 48), 120), Recipe("cyanotype")))
    assert blue[2] > blue[1] > blue[0]


def test_a_photo_of_wide_colours_keeps_its_profile() -> None:
    picture = pattern(64, 48)
    picture.info["icc_profile"] = P3
    assert made(picture, Recipe("honey")).info["icc_profile"] == P3


def profile_for_greys(gamma: float) -> bytes:
    """As scanners embed it: a white point and a curve (ICC.1, 7.2 and 9.2)."""
    white = b"XYZ " + bytes(4) + struct.pack(">iii", 63190, 65536, 54061)
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    words = b"text" + bytes(4) + b"none" + bytes(4)
    body, table = b"", struct.pack(">I", 3)
    for name, tag in ((b"wtpt", white), (b"kTRC", curve), (b"cprt", words)):
        table += name + struct.pack(">II", 128 + 4 + 3 * 12 + len(body), len(tag))
        body += tag
    header = bytes(8) + struct.pack(">I", 0x02400000) + b"scnrGRAYXYZ " + bytes(12) + b"acsp" + bytes(28)
    header += struct.pack(">iii", 63190, 65536, 54061)
    return struct.pack(">I", 128 + len(table + body)) + header[4:].ljust(124, b"\0") + table + body


def test_a_profile_for_greys_is_applied_when_a_filter_colours_them() -> None:
    """It would not fit three channels, and without it the photo would be darker or lighter than it was."""
    picture = Image.new("L", (64, 48), 128)
    picture.info["icc_profile"] = profile_for_greys(1.0)
    toned = made(picture, Recipe(brightness=0.001))
    assert mean(toned)[0] == pytest.approx(188, abs=2)
    assert toned.info.get("icc_profile", P3)[16:20] == b"RGB "
