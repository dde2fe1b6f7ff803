"""What is no good photo is refused in words, and what merely looks odd is not."""

import random
import struct

import pytest
from PIL import Image

from tests.photos.imaging.camera import camera_jpeg, chunk, encoded, exif, pattern, segment, with_chunks
from tests.photos.imaging.hostile import jpeg_that_claims, png_of_size
from tests.photos.imaging.looks import is_upright, real_photo
from tintype.photos.imaging.errors import PhotoRefused
from tintype.photos.imaging.render import render_avatar, render_photo


def code_of(data: bytes) -> str:
    with pytest.raises(PhotoRefused) as refused:
        render_photo(data)
    assert refused.value.message.endswith(".")
    return refused.value.code


def gif() -> bytes:
    return encoded(pattern(), "GIF")


NOT_IMAGES = {
    "html": b"<!DOCTYPE html><script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
    "mvg": b"push graphic-context\nviewbox 0 0 64 64\nimage over 0,0 0,0 'https://evil.example/'\npop graphic-context",
    "msl": b'<?xml version="1.0"?><image><read filename="/etc/passwd"/><write filename="/tmp/out"/></image>',
    "pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n(/tmp/out) (w) file closefile",
    "bmp": encoded(pattern(60, 40), "BMP"),
    "tiff": encoded(pattern(60, 40), "TIFF"),
    "jpeg 2000": b"\0\0\0\x0cjP  \r\n\x87\n",
    "riff sound": b"RIFF\x24\0\0\0WAVEfmt ",
    "text": "Grüße".encode(),
    "zeros": bytes(1000),
    "one byte": b"\xff",
    "start of a jpeg": b"\xff\xd8",
    "html before a jpeg": b"<html>" + encoded(pattern(60, 40)),
}


@pytest.mark.parametrize("name", NOT_IMAGES)
def test_what_is_no_photo(name: str) -> None:
    assert code_of(NOT_IMAGES[name]) == "not_an_image"


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "empty"), (b"<html>", "not_an_image"), (encoded(pattern())[:500], "damaged")]
)
def test_an_avatar_is_refused_alike(data: bytes, code: str) -> None:
    with pytest.raises(PhotoRefused) as refused:
        render_avatar(data)
    assert refused.value.code == code


def test_no_bytes() -> None:
    assert code_of(b"") == "empty"


def test_more_bytes_than_allowed() -> None:
    limit = 25 * 2**20
    photo = encoded(pattern())
    assert code_of(photo.ljust(limit + 1, b"\0")) == "too_large"
    assert is_upright(render_avatar(photo.ljust(limit, b"\0")))
    # An original that was made here may have more, and is developed again.
    assert render_photo(photo.ljust(limit + 1, b"\0"), with_original=False).width == 600


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1", b"msf1", b"avif", b"hevc"])
def test_heic_is_refused_with_what_to_do(brand: bytes) -> None:
    data = b"\0\0\0\x18ftyp" + brand + bytes(100)
    assert code_of(data) == "heic"
    with pytest.raises(PhotoRefused, match="Most Compatible"):
        render_photo(data)


def test_a_real_heic() -> None:
    assert code_of(real_photo("iphone.heic")) == "heic"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.97])
def test_a_photo_that_ends_too_early(kind: str, share: float) -> None:
    noisy = Image.effect_noise((300, 200), 80)
    data = encoded(noisy, kind)
    assert code_of(data[: int(len(data) * share)]) == "damaged"


@pytest.mark.parametrize("start", [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"])
@pytest.mark.parametrize("rest", [b"", b"<script>alert(1)</script>" * 50, random.Random(1).randbytes(5000)])
def test_rubbish_behind_the_first_bytes_of_a_photo(start: bytes, rest: bytes) -> None:
    assert code_of(start + rest) == "damaged"


def test_a_photo_overwritten_in_its_middle() -> None:
    data = bytearray(encoded(Image.effect_noise((800, 600), 60).convert("RGB"), quality=90))
    data[len(data) // 2 : len(data) // 2 + 4096] = random.Random(2).randbytes(4096)
    assert code_of(bytes(data)) == "damaged"
    png = bytearray(encoded(Image.effect_noise((300, 200), 60), "PNG"))
    png[len(png) // 2] ^= 0xFF
    assert code_of(bytes(png)) == "damaged"


def test_a_damaged_photo_of_a_real_camera() -> None:
    assert code_of(real_photo("corrupted.jpg")) == "damaged"


@pytest.mark.parametrize("name", ["invalid-1.jpg", "invalid-2.jpg"])
def test_odd_metadata_of_real_photos_does_no_harm(name: str) -> None:
    assert render_photo(real_photo(name)).width > 400


@pytest.mark.parametrize(
    "block",
    [
        b"",
        b"Exif\0\0",
        b"Exif\0\0" + bytes(100),
        b"Exif\0\0II*\0\xff\xff\xff\xff",
        b"Exif\0\0" + exif()[:60],
        b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + bytes(60),
        b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x02\0\xff\xff\xff\x7f\0\0\0\0",
        b"Exif\0\0" + b"\xff" * 60_000,
        b"http://ns.adobe.com/xap/1.0/\0<not xml",
    ],
)
def test_odd_metadata_does_not_cost_a_good_photo(block: bytes) -> None:
    jpeg = encoded(pattern(), quality=95)
    data = jpeg[:2] + segment(0xE1, block) + jpeg[2:]
    assert is_upright(render_photo(data).renditions[0].data)


def test_harmless_bytes_between_the_parts_do_not_cost_a_good_photo() -> None:
    jpeg = encoded(pattern(), quality=95, progressive=True)
    scan = jpeg.rindex(b"\xff\xda")
    data = jpeg[:scan] + b"\0\0\0\0" + jpeg[scan:]
    assert is_upright(render_photo(data).renditions[0].data)
    assert is_upright(render_photo(camera_jpeg()).renditions[0].data)


def test_too_many_pixels() -> None:
    bomb = png_of_size(30_000, 30_000)
    assert len(bomb) < 150_000
    assert code_of(bomb) == "too_many_pixels"
    assert code_of(jpeg_that_claims(65_500, 65_500)) == "too_many_pixels"
    assert code_of(png_of_size(8001, 8000)) == "too_many_pixels"
    # Few pixels, but a side that no JPEG can have.
    assert code_of(png_of_size(65_501, 1)) == "too_many_pixels"


def test_a_side_that_no_decoder_takes() -> None:
    assert code_of(jpeg_that_claims(65_535, 65_535)) in {"too_many_pixels", "damaged"}


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_a_moving_picture_is_told_so(kind: str) -> None:
    frames = [Image.new("RGB", (300, 200), colour) for colour in ("red", "green", "blue")]
    assert code_of(encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)) == "moving"


def test_a_gif_with_one_picture_is_a_photo() -> None:
    for file in render_photo(gif()).renditions:
        assert is_upright(file.data)


def test_an_animation_of_one_frame_is_a_photo() -> None:
    one = chunk(b"acTL", struct.pack(">II", 1, 0))
    assert is_upright(render_photo(with_chunks(encoded(pattern(), "PNG"), one)).renditions[0].data)


@pytest.mark.parametrize(
    "start", [b"\0\0\0\x18ftypmp42", b"\0\0\0\x14ftypqt  ", b"\x1a\x45\xdf\xa3", b"RIFF\0\0\0\0AVI "]
)
def test_a_video_is_told_so(start: bytes) -> None:
    assert code_of(start + bytes(200)) == "video"


def test_a_file_that_is_a_photo_and_a_page_comes_out_as_a_photo_only() -> None:
    page = b"<html><script>alert(1)</script></html>"
    jpeg = encoded(pattern(), quality=95, comment=page) + page
    for file in render_photo(jpeg).renditions:
        assert b"script" not in file.data


def test_the_declared_name_of_a_format_does_not_choose_the_decoder() -> None:
    for fake in (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"):
        assert code_of(fake + gif()) == "damaged"
