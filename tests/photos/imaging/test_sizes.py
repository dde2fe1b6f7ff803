import pytest
import pyvips
from PIL import Image
from pytest_django.fixtures import Settings

from tests.photos.imaging.camera import BOTTOM_LEFT, BOTTOM_RIGHT, TOP_LEFT, TOP_RIGHT, encoded, pattern
from tests.photos.imaging.looks import is_near, is_upright, picture, real_photo
from tintype.photos.imaging.recipe import Recipe
from tintype.photos.imaging.records import ORIGINAL, Rendered
from tintype.photos.imaging.render import render_avatar, render_header, render_photo

P3 = bytes(pyvips.Image.profile_load("p3"))


def sizes(rendered: Rendered) -> dict[str, tuple[int, int]]:
    for file in rendered.renditions:
        assert picture(file.data).size == (file.width, file.height)
    return {file.name: (file.width, file.height) for file in rendered.renditions}


def widths(rendered: Rendered) -> dict[str, tuple[int, int]]:
    """Of the JPEGs, as the WebPs beside them have the same."""
    made = sizes(rendered)
    for name in (name.removesuffix(".jpg") for name in made if name.endswith(".jpg")):
        assert made[f"{name}.webp"] == made[f"{name}.jpg"]
    return {name.removesuffix(".jpg"): size for name, size in made.items() if not name.endswith(".webp")}


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((4000, 3000), [(150, 112), (320, 240), (640, 480), (1080, 810), (2048, 1536)]),
        ((3000, 4000), [(150, 200), (320, 427), (640, 853), (1080, 1440), (2048, 2731)]),
        ((2048, 10), [(150, 1), (320, 2), (640, 3), (1080, 5), (2048, 10)]),
        ((2047, 10), [(150, 1), (320, 2), (640, 3), (1080, 5), (2047, 10)]),
        ((1080, 1080), [(150, 150), (320, 320), (640, 640), (1080, 1080)]),
        ((800, 600), [(150, 112), (320, 240), (640, 480), (800, 600)]),
        ((640, 640), [(150, 150), (320, 320), (640, 640)]),
        ((151, 2), [(150, 2), (151, 2)]),
        ((150, 100), [(150, 100)]),
        ((1, 1), [(1, 1)]),
        ((40_000, 10), [(150, 1), (320, 1), (640, 1), (1080, 1), (2048, 1)]),
    ],
)
def test_widths_are_those_of_screens_and_nothing_grows(size: tuple[int, int], expected: list[tuple[int, int]]) -> None:
    rendered = render_photo(encoded(pattern(*size)))
    assert (rendered.width, rendered.height) == size
    names = ["150", "320", "640", "1080", "2048"][: len(expected)]
    assert widths(rendered) == dict(zip(names, expected, strict=True)) | {"original": size}


def test_a_strip_is_bounded_by_its_height() -> None:
    rendered = render_photo(encoded(pattern(1000, 30_000)))
    assert widths(rendered) == {
        "150": (12, 375),
        "320": (27, 800),
        "640": (53, 1600),
        "1080": (90, 2700),
        "2048": (171, 5120),
        "original": (1000, 30_000),
    }


def test_the_smallest_rendition_of_a_thin_line_is_a_line() -> None:
    assert widths(render_photo(encoded(pattern(10, 40_000))))["2048"] == (1, 5120)


def test_a_photo_larger_than_what_is_kept_in_memory_comes_out_alike() -> None:
    large = pattern(6000, 4500)
    rendered = render_photo(encoded(large, quality=90))
    assert widths(rendered)["2048"] == (2048, 1536)
    assert sizes(rendered)["original"] == (6000, 4500)
    assert all(is_upright(file.data) for file in rendered.renditions)


def test_renditions_are_sharp_and_hardly_compressed() -> None:
    rendered = render_photo(encoded(pattern(2000, 1500), quality=95))
    assert all(is_upright(file.data) for file in rendered.renditions)
    for file in rendered.renditions:
        image, middle = picture(file.data).convert("RGB"), file.width // 2
        edge = [image.getpixel((x, file.height // 4)) for x in (middle - 8, middle + 7)]
        assert is_near(edge[0], TOP_LEFT, 20)  # type: ignore[arg-type]
        assert is_near(edge[1], TOP_RIGHT, 20)  # type: ignore[arg-type]


def test_avif_is_made_where_it_is_asked_for(settings: Settings) -> None:
    settings.TINTYPE_AVIF = True
    made = sizes(render_photo(encoded(pattern(400, 300))))
    assert [name for name in made if name.endswith(".avif")] == ["150.avif", "320.avif", "640.avif"]
    avif = render_photo(encoded(pattern(400, 300), icc_profile=P3)).renditions[2]
    assert (avif.content_type, is_upright(avif.data)) == ("image/avif", True)
    assert picture(avif.data).info["icc_profile"] == P3


def test_what_is_asked_for_without_the_original_has_none() -> None:
    assert ORIGINAL not in sizes(render_photo(encoded(pattern(400, 300)), with_original=False))


def test_most_pixels_that_are_allowed() -> None:
    wide = Image.effect_noise((800, 800), 60).resize((8000, 8000), Image.Resampling.NEAREST)
    rendered = render_photo(encoded(wide, "PNG", compress_level=1))
    assert (rendered.width, rendered.height) == (8000, 8000)
    assert sizes(rendered)["original"] == (8000, 8000)


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
    assert widths(rendered) == {
        "150": (150, 64),
        "320": (320, 137),
        "640": (640, 274),
        "1080": (1080, 463),
        "2048": (2048, 878),
        "original": (4608, 1976),
    }


def test_the_dominant_colour_is_the_most_common_one() -> None:
    scene = Image.new("RGB", (400, 300), (20, 40, 200))
    scene.paste((250, 250, 0), (0, 0, 180, 300))
    assert is_near(rgb(render_photo(encoded(scene)).colour), (20, 40, 200))
    assert is_near(rgb(render_photo(encoded(scene.convert("L"))).colour), (52, 52, 52))


def rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def test_a_recipe_changes_what_is_shown_and_not_the_original() -> None:
    recipe = Recipe(turn=1, crop=(0.0, 0.0, 0.5, 1.0))
    rendered = render_photo(encoded(pattern(600, 400), quality=95), recipe)
    # Turned clockwise, the left half was the lower one.
    assert (rendered.width, rendered.height) == (200, 600)
    assert widths(rendered) == {"150": (125, 375), "320": (200, 600), "original": (600, 400)}
    *shown, original = rendered.renditions
    assert is_upright(original.data)
    for file in shown:
        image = picture(file.data).convert("RGB")
        assert is_near(image.getpixel((file.width // 2, file.height // 4)), BOTTOM_LEFT)  # type: ignore[arg-type]
        assert is_near(image.getpixel((file.width // 2, file.height * 3 // 4)), BOTTOM_RIGHT)  # type: ignore[arg-type]
