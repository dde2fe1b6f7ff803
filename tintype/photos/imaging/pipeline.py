"""From one upload to the files that are made of it. Only the confined child imports this."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tintype.photos.imaging import develop
from tintype.photos.imaging.decode import KEPT_PIXELS, Picture, scale_to, scaled
from tintype.photos.imaging.encode import encoded, write_original
from tintype.photos.imaging.fingerprint import blurhash_and_colour
from tintype.photos.imaging.recipe import PLAIN, Recipe
from tintype.photos.imaging.records import ORIGINAL, WIDTHS
from tintype.photos.imaging.wire import Answer

AVATAR_SIDE = 400
# Three to one, as apps show it.
HEADER_WIDTH = 1500
# A rendition is at most so many times as high as its class is wide: a phone's screen is 2.2 times as high as wide,
# and a strip of 1,000 x 60,000 pixels would be all of its renditions.
TALLEST = 2.5


@dataclass(frozen=True)
class Order:
    """What the parent wants made of a photo."""

    recipe: Recipe = PLAIN
    formats: tuple[str, ...] = ("jpg", "webp")
    with_original: bool = True


def render_photo(data: Any, order: Order, answer: Answer) -> None:
    picture = Picture(data)
    shaped = _shaped(picture, order.recipe)
    # What is shown of a large photo is shrunk already, which must not make its proportions others.
    sizes = _sizes(picture.width, picture.height) if order.recipe.keeps_shape else _sizes(shaped.width, shaped.height)
    made = list(_renditions(shaped, sizes, order.recipe))
    for name, image in reversed(made):
        for form in order.formats:
            answer.add(f"{name}.{form}", image.width, image.height, encoded(image, form))
    if order.with_original:
        with answer.adding(ORIGINAL, picture.width, picture.height):
            write_original(picture.whole(), answer.write)
    width, height = order.recipe.shaped_size(picture.width, picture.height)
    answer.finish(width, height, *blurhash_and_colour(made[-1][1]))


def _shaped(picture: Picture, recipe: Recipe) -> Any:
    """With all pixels that the renditions need, and not many more."""
    most = WIDTHS[-1] / picture.width, WIDTHS[-1] * TALLEST / picture.height
    scale = min(most) if recipe.keeps_shape else scale_to(picture, KEPT_PIXELS)
    return develop.shape(picture.upright(scale), recipe)


def _sizes(width: int, height: int) -> list[tuple[int, int, int]]:
    """The names of the renditions of a picture with this size, and theirs; from the smallest on."""
    made = []
    for name in WIDTHS:
        scale = min(1, name / width, name * TALLEST / height)
        made.append((name, max(1, round(width * scale)), max(1, round(height * scale))))
        if scale == 1:
            break
    return made


def _renditions(image: Any, sizes: list[tuple[int, int, int]], recipe: Recipe) -> Iterator[tuple[int, Any]]:
    """From the largest on. Each is made of the next larger one: a quarter of the work of making each of the photo."""
    *smaller, (name, width, height) = sizes
    image = develop.tones(scaled(image, width, height), recipe)
    image = image if recipe.keeps_tones else image.copy_memory()
    yield name, image
    for name, width, height in reversed(smaller):
        image = scaled(image, width, height)
        yield name, image


def render_avatar(data: Any, _order: Order, answer: Answer) -> None:
    _render_middle("avatar", data, 1, AVATAR_SIDE, answer)


def render_header(data: Any, _order: Order, answer: Answer) -> None:
    _render_middle("header", data, 3, HEADER_WIDTH, answer)


def _render_middle(name: str, data: Any, ratio: int, width: int, answer: Answer) -> None:
    """The largest part from the middle that is `ratio` times as wide as high, at most `width` wide."""
    picture = Picture(data)
    image = picture.upright(scale_to(picture, KEPT_PIXELS))
    across = min(image.width, image.height * ratio)
    down = max(1, across // ratio)
    middle = image.crop((image.width - across) // 2, (image.height - down) // 2, across, down)
    side = min(width, across)
    made = scaled(middle, side, max(1, side // ratio))
    answer.add(name, made.width, made.height, encoded(made, "jpg"))
    answer.finish(picture.width, picture.height, *blurhash_and_colour(made))
