"""A filter in the page and on the server: WebGL in a real browser against libvips, pixel by pixel."""

import base64
import io
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import pyvips
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Page, Route

import tintype
from tests.photos.imaging.camera import encoded
from tintype.photos.imaging import develop
from tintype.photos.imaging.filters import DEFINITIONS, FILTERS
from tintype.photos.imaging.recipe import Recipe

STATIC = Path(tintype.__file__).parent / "web/static/tintype"

# WebGL reckons with 24 bits and libvips with up to 53, so a value in the middle between two levels may fall to either:
# in the worst of these pictures, to 18 of 189,000.
MOST_LEVELS = 1
MEAN_LEVELS = 0.001
# Straightening asks for colours between pixels: bilinear in the page, where it must be quick, bicubic on the server.
STRAIGHTENED_MEAN_LEVELS = 0.25

ADJUSTED = [
    Recipe(brightness=0.7),
    Recipe(brightness=-0.7),
    Recipe(contrast=1),
    Recipe(contrast=-1),
    Recipe(warmth=1),
    Recipe(warmth=-0.6),
    Recipe(saturation=1),
    Recipe(saturation=-1),
    Recipe(vignette=1),
    Recipe("tintype", strength=0.4, brightness=0.2, contrast=0.5, warmth=-0.3, saturation=0.6, vignette=0.5),
]
SHAPED = [
    Recipe(turn=1),
    Recipe(turn=2),
    Recipe(turn=3),
    Recipe(crop=(0.25, 0.1, 0.5, 0.65)),
    Recipe(turn=3, crop=(0.25, 0.1, 0.5, 0.65)),
]

DRAW = """async ([filters, source, recipe, width, height]) => {
  const { Darkroom } = await import("/editor/darkroom.js");
  const { read } = await import("/editor/recipe.js");
  const room = (window.room ??= new Darkroom(filters));
  const bitmap = await createImageBitmap(await (await fetch(source)).blob(), { colorSpaceConversion: "none" });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d").drawImage(bitmap, 0, 0);
  const drawn = room.draw(canvas, read(recipe), width, height);
  const gl = drawn.getContext("webgl2");
  const pixels = new Uint8Array(width * height * 4);
  gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  return btoa(Array.from(pixels, (byte) => String.fromCharCode(byte)).join(""));
}"""


class Difference(NamedTuple):
    most: int
    mean: float


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """An empty page that has the editor's modules beside it; no Tintype runs."""

    def answer(route: Route) -> None:
        path = STATIC / route.request.url.partition("http://tintype.test/")[2]
        kind = "text/javascript" if path.suffix == ".js" else "text/html"
        route.fulfill(body=path.read_bytes() if path.is_file() else b"", content_type=kind)

    with browser.new_context() as context:
        context.route("http://tintype.test/**", answer)
        page = context.new_page()
        page.goto("http://tintype.test/")
        yield page


def all_colours(width: int = 300, height: int = 210) -> Image.Image:
    """Every level beside every other, grey ramps to see tints in, and noise."""
    chance = random.Random(5)
    picture = Image.frombytes("RGB", (width, height), chance.randbytes(width * height * 3))
    ramp = Image.linear_gradient("L").rotate(90).resize((width, height // 3))
    picture.paste(Image.merge("RGB", (ramp, ramp, ramp)), (0, 0))
    picture.paste(Image.merge("RGB", (ramp, ramp.rotate(180), ramp.rotate(90))), (0, height // 3))
    return picture


def smooth(width: int = 320, height: int = 200) -> Image.Image:
    across = Image.linear_gradient("L").rotate(90).resize((width, height), Image.Resampling.BICUBIC)
    down = Image.linear_gradient("L").resize((width, height), Image.Resampling.BICUBIC)
    around = Image.radial_gradient("L").resize((width, height), Image.Resampling.BICUBIC)
    return Image.merge("RGB", (across, down, around))


def in_the_page(page: Page, picture: Image.Image, recipe: Recipe) -> Image.Image:
    source = "data:image/png;base64," + base64.b64encode(encoded(picture, "PNG")).decode()
    size = recipe.shaped_size(*picture.size)
    pixels = base64.b64decode(page.evaluate(DRAW, [DEFINITIONS, source, recipe.as_json(), *size]))
    return Image.frombytes("RGBA", size, pixels).transpose(Image.Transpose.FLIP_TOP_BOTTOM).convert("RGB")


def on_the_server(picture: Image.Image, recipe: Recipe) -> Image.Image:
    image = pyvips.Image.new_from_buffer(encoded(picture, "PNG"), "")
    made = develop.tones(develop.shape(image, recipe), recipe)
    return Image.open(io.BytesIO(made.pngsave_buffer())).convert("RGB")


def difference(page: Page, picture: Image.Image, recipe: Recipe) -> Difference:
    here, there = in_the_page(page, picture, recipe), on_the_server(picture, recipe)
    assert here.size == there.size
    apart = ImageChops.difference(here, there)
    return Difference(
        max(ImageStat.Stat(band).extrema[0][1] for band in apart.split()), max(ImageStat.Stat(apart).mean)
    )


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_looks_alike_in_the_page_and_on_the_server(page: Page, name: str) -> None:
    for recipe in (Recipe(name), Recipe(name, strength=0.5)):
        found = difference(page, all_colours(), recipe)
        assert found.most <= MOST_LEVELS
        assert found.mean <= MEAN_LEVELS


@pytest.mark.parametrize("recipe", ADJUSTED + SHAPED, ids=lambda recipe: str(recipe.as_json()))
def test_what_is_adjusted_looks_alike(page: Page, recipe: Recipe) -> None:
    found = difference(page, all_colours(), recipe)
    assert found.most <= MOST_LEVELS
    assert found.mean <= MEAN_LEVELS


@pytest.mark.parametrize("turn", [0, 1])
@pytest.mark.parametrize("angle", [-45, -7.5, 3, 30])
def test_straightening_shows_the_same_part(page: Page, turn: int, angle: float) -> None:
    found = difference(page, smooth(), Recipe(turn=turn, angle=angle, crop=(0.1, 0.2, 0.7, 0.5)))
    assert found.mean <= STRAIGHTENED_MEAN_LEVELS


def test_grain_grows_with_the_photo(page: Page) -> None:
    """Twice as large a photo has grains twice as large, in the page as on the server."""
    found = difference(page, all_colours(1700, 40), Recipe("lith"))
    assert found.most <= MOST_LEVELS


def test_the_comparison_would_notice(page: Page) -> None:
    here = in_the_page(page, all_colours(), Recipe("cyanotype"))
    there = on_the_server(all_colours(), Recipe("cyanotype", strength=0.97))
    assert max(ImageStat.Stat(ImageChops.difference(here, there)).mean) > 10 * MEAN_LEVELS
