"""Colours look as they did, whatever the file kept them in."""

import io
import zlib

import pytest
import pyvips
from PIL import Image, ImageCms

from tests.photos.imaging.camera import chunk, encoded, pattern, segment, with_chunks
from tests.photos.imaging.looks import Colour, is_near, is_upright, picture
from tintype.photos.imaging.render import render_avatar, render_photo

P3 = bytes(pyvips.Image.profile_load("p3"))
SRGB = bytes(pyvips.Image.profile_load("srgb"))
CMYK = bytes(pyvips.Image.profile_load("cmyk"))
WHITE, BLACK, GREY = (255, 255, 255), (0, 0, 0), (128, 128, 128)


def small(data: bytes) -> bytes:
    return render_photo(data).renditions[0].data


def middle(data: bytes) -> Colour:
    """As a screen for sRGB shows it, with the profile applied."""
    image = picture(data)
    profile = image.info.get("icc_profile")
    if profile:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        image = ImageCms.profileToProfile(image, opened, ImageCms.createProfile("sRGB"), outputMode="RGB")  # type: ignore[assignment]  # not in place
    red, green, blue = image.convert("RGB").getpixel((image.width // 2, image.height // 2))  # type: ignore[misc]
    return int(red), int(green), int(blue)


def plain(colour: Colour | tuple[int, ...] | int, mode: str = "RGB") -> Image.Image:
    return Image.new(mode, (300, 200), colour)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_wide_gamut_profile_stays_in_every_rendition(kind: str) -> None:
    options = {"lossless": True} if kind == "WEBP" else {}
    data = encoded(plain((255, 0, 0)), kind, icc_profile=P3, **options)
    for made in [*(file.data for file in render_photo(data).renditions), render_avatar(data)]:
        image = picture(made)
        assert image.info["icc_profile"] == P3
        assert is_near(image.convert("RGB").getpixel((100, 90)), (255, 0, 0), 4)  # type: ignore[arg-type]


def test_a_photo_without_a_profile_gets_none() -> None:
    assert "icc_profile" not in picture(small(encoded(pattern()))).info


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("level", [0, 128, 255])
def test_grey_stays_grey(kind: str, level: int) -> None:
    assert is_near(middle(small(encoded(plain(level, "L"), kind))), (level, level, level), 3)


@pytest.mark.parametrize("profile", [b"", CMYK])
def test_cmyk_becomes_rgb(profile: bytes) -> None:
    # Pillow writes CMYK as Adobe does: inverted, with a marker that says so.
    for ink, expected in [
        ((255, 0, 0, 0), (0, 160, 210)),
        ((0, 255, 0, 0), (215, 20, 125)),
        ((0, 0, 255, 0), (250, 235, 30)),
        ((0, 0, 0, 0), WHITE),
        ((0, 0, 0, 255), (40, 40, 40)),
    ]:
        data = encoded(plain(ink, "CMYK"), quality=95, icc_profile=profile)
        jpeg = small(data)
        assert picture(jpeg).mode == "RGB"
        assert is_near(middle(jpeg), expected, 45), ink


def test_what_was_transparent_is_white() -> None:
    for kind in ("PNG", "WEBP"):
        clear = encoded(plain((200, 30, 30, 0), "RGBA"), kind)
        assert is_near(middle(small(clear)), WHITE, 2)
        half = encoded(plain((200, 0, 0, 128), "RGBA"), kind)
        assert is_near(middle(small(half)), (228, 127, 127), 6)
    assert is_near(middle(small(encoded(plain((10, 0), "LA"), "PNG"))), WHITE, 2)


def test_a_palette_with_a_transparent_colour() -> None:
    flat = pattern().convert("P", palette=Image.Palette.ADAPTIVE, colors=4)
    assert is_upright(small(encoded(flat, "PNG")))
    clear = Image.new("P", (300, 200), 0)
    clear.putpalette([10, 20, 30])
    assert is_near(middle(small(encoded(clear, "PNG", transparency=0))), WHITE, 2)


def test_sixteen_bits_and_one_bit() -> None:
    deep = Image.new("I;16", (300, 200), 32768)
    assert is_near(middle(small(encoded(deep, "PNG"))), GREY, 3)
    deep_rgb = pyvips.Image.black(300, 200, bands=4).linear(1, [65535, 32768, 0, 65535])
    data = bytes(deep_rgb.cast("ushort").copy(interpretation="rgb16").pngsave_buffer())
    assert is_near(middle(small(data)), (255, 128, 0), 3)
    assert is_near(middle(small(encoded(plain(0, "1"), "PNG"))), BLACK, 2)


def _png_with_profile(profile: bytes, picture: Image.Image | None = None) -> bytes:
    png = encoded(picture or pattern(), "PNG")
    return with_chunks(png, chunk(b"iCCP", b"icc\0\0" + zlib.compress(profile)))


def _jpeg_with_profile(profile: bytes) -> bytes:
    jpeg = encoded(pattern(), quality=95)
    parts = [profile[i : i + 65_000] for i in range(0, len(profile), 65_000)]
    chunks = [segment(0xE2, b"ICC_PROFILE\0" + bytes([i + 1, len(parts)]) + part) for i, part in enumerate(parts)]
    return jpeg[:2] + b"".join(chunks) + jpeg[2:]


@pytest.mark.parametrize(
    "profile",
    [
        CMYK,
        P3[:16] + b"CMYK" + P3[20:],
        P3[:16] + b"GRAY" + P3[20:],
        P3[:16] + b"Lab " + P3[20:],
        b"not a profile",
        bytes(500),
        SRGB[:40],
        b"\xff" * 3000,
    ],
)
@pytest.mark.parametrize("make", [_png_with_profile, _jpeg_with_profile])
def test_a_profile_that_does_not_fit_is_dropped(make: object, profile: bytes) -> None:
    assert callable(make)
    jpeg = small(make(profile))
    assert is_upright(jpeg)
    assert picture(jpeg).info.get("icc_profile", SRGB)[16:20] == b"RGB "


def test_a_large_profile_is_applied_instead_of_kept() -> None:
    # The profile says its own length in its first four bytes.
    length = 100_000
    large = length.to_bytes(4, "big") + P3[4:].ljust(length - 4, b"\0")
    for make in (_png_with_profile, _jpeg_with_profile):
        jpeg = small(make(large))
        assert len(picture(jpeg).info["icc_profile"]) < 10_000
        assert len(jpeg) < 20_000


@pytest.mark.parametrize("space", [b"RGB ", b"GRAY"])
@pytest.mark.parametrize("filling", [b"\0", b"\xff", b"desc"])
def test_a_large_profile_that_is_none_does_no_harm(space: bytes, filling: bytes) -> None:
    false = (100_000).to_bytes(4, "big") + SRGB[4:16] + space + SRGB[20:128] + filling * (100_000 // len(filling))
    grey = picture(small(_png_with_profile(false, plain(88, "L")))).convert("L")
    assert grey.getextrema() == (88, 88)
    jpeg = small(_jpeg_with_profile(false))
    assert is_upright(jpeg)
    assert len(jpeg) < 20_000
