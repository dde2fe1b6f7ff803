import pytest
from PIL import Image

from tests.photos.imaging.camera import encoded, pattern
from tests.photos.imaging.looks import is_upright, picture, real_photo
from tintype.photos.imaging.records import Rendered
from tintype.photos.imaging.render import render_avatar, render_header, render_photo


def sizes(rendered: Rendered) -> dict[str, tuple[int, int]]:
    for file in rendered.renditions:
        assert picture(file.data).size == (file.width, file.height)
    return {file.name: (file.width, file.height) for file in rendered.renditions}


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((4000, 3000), [(480, 360), (1080, 810), (2048, 1536), (4000, 3000)]),
        ((3000, 4000), [(360, 480), (810, 1080), (1536, 2048), (3000, 4000)]),
        ((1080, 1080), [(480, 480), (1080, 1080), (1080, 1080), (1080, 1080)]),
        ((481, 2), [(480, 2), (481, 2), (481, 2), (481, 2)]),
        ((1, 1), [(1, 1)] * 4),
        ((40_000, 10), [(480, 1), (1080, 1), (2048, 1), (40_000, 10)]),
        ((10, 40_000), [(1, 480), (1, 1080), (1, 2048), (10, 40_000)]),
    ],
)
def test_long_edge_is_bounded_and_nothing_grows(size: tuple[int, int], expected: list[tuple[int, int]]) -> None:
    rendered = render_photo(encoded(pattern(*size)))
    assert (rendered.width, rendered.height) == size
    assert sizes(rendered) == dict(zip(["small", "medium", "large", "original"], expected, strict=True))


def test_renditions_are_sharp_and_hardly_compressed() -> None:
    rendered = render_photo(encoded(pattern(2000, 1500), quality=95))
    assert all(is_upright(file.data) for file in rendered.renditions)
    edge = [picture(rendered.renditions[0].data).getpixel((x, 90)) for x in (232, 247)]
    assert abs(edge[0][0] - 200) < 20  # type: ignore[index]
    assert abs(edge[1][0] - 40) < 20  # type: ignore[index]


def test_most_pixels_that_are_allowed() -> None:
    rendered = render_photo(encoded(Image.new("1", (8000, 8000)), "PNG"))
    assert (rendered.width, rendered.height) == (8000, 8000)


@pytest.mark.parametrize(("size", "side"), [((1000, 600), 400), ((600, 1000), 400), ((300, 200), 200), ((1, 9), 1)])
def test_avatar_is_the_middle_of_the_photo(size: tuple[int, int], side: int) -> None:
    jpeg = render_avatar(encoded(pattern(*size)))
    assert picture(jpeg).size == (side, side)
    assert side == 1 or is_upright(jpeg)


@pytest.mark.parametrize(
    ("size", "made"),
    [((3000, 2000), (1500, 500)), ((600, 1000), (600, 200)), ((900, 100), (300, 100)), ((1, 9), (1, 1))],
)
def test_header_is_the_middle_three_times_as_wide_as_high(size: tuple[int, int], made: tuple[int, int]) -> None:
    assert picture(render_header(encoded(pattern(*size)))).size == made


def test_blurhash_tells_a_bright_photo_from_a_dark_one() -> None:
    hashes = {
        render_photo(encoded(Image.new("RGB", (90, 60), colour))).blurhash for colour in ("white", "black", "red")
    }
    assert len(hashes) == 3


def test_a_photo_of_twelve_megapixels_from_a_real_phone() -> None:
    rendered = render_photo(real_photo("nokia-12mp.jpg"))
    assert sizes(rendered) == {
        "small": (480, 206),
        "medium": (1080, 463),
        "large": (2048, 878),
        "original": (4608, 1976),
    }
