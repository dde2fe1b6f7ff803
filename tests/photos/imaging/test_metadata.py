"""Nothing but pixels and their colour profile comes out, whatever went in and from whichever camera."""

import io

import pytest
from PIL import ExifTags, Image

from tests.photos.imaging.camera import SECRETS, camera_jpeg, camera_png, camera_webp, pattern
from tests.photos.imaging.looks import chunks, picture, real_photo, segments
from tintype.photos.imaging.render import render_avatar, render_photo

REAL = [
    "gps-DSCN0010.jpg",
    "gps-DSCN0012.jpg",
    "gps-DSCN0021.jpg",
    "gps-DSCN0040.jpg",
    "iphone.jpg",
    "nokia-12mp.jpg",
    "orientation-6.jpg",
    "invalid-1.jpg",
]
APP0, APP2 = 0xE0, 0xE2
# Quantisation and Huffman tables, frame header, restart interval: what a JPEG cannot do without.
PIXELS = {0xC0, 0xC4, 0xDB, 0xDD}


def assert_clean(data: bytes) -> None:
    if data.startswith(b"RIFF"):
        assert set(chunks(data)) <= {b"VP8X", b"ICCP", b"VP8 "}
    else:
        assert_clean_jpeg(data)


def assert_clean_jpeg(jpeg: bytes) -> None:
    for marker, payload in segments(jpeg):
        if marker == APP0:
            assert payload.startswith(b"JFIF\0")
            assert payload[-2:] == b"\0\0", "a JFIF thumbnail"
        elif marker == APP2:
            assert payload.startswith(b"ICC_PROFILE\0")
        else:
            assert marker in PIXELS
    image = picture(jpeg)
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "icc_profile"}


def everything_made_of(data: bytes) -> list[bytes]:
    return [file.data for file in render_photo(data).renditions] + [render_avatar(data)]


@pytest.mark.parametrize("make", [camera_jpeg, camera_png, camera_webp])
def test_no_secret_of_the_camera_comes_out(make: object) -> None:
    assert callable(make)
    data = make(orientation=6)
    assert sum(secret in data for secret in SECRETS) >= 5
    for made in everything_made_of(data):
        assert_clean(made)
        assert [secret for secret in SECRETS if secret in made] == []


def test_the_jpeg_of_these_tests_has_what_it_claims() -> None:
    data = camera_jpeg(orientation=6)
    assert [secret for secret in SECRETS if secret not in data] == []
    image = Image.open(io.BytesIO(data), formats=("JPEG", "MPO"))
    found = image.getexif()
    assert found[ExifTags.Base.Orientation] == 6
    assert found.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.BodySerialNumber] == "SERIAL-0815-4711"
    assert found.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] == (48, 51, 29)
    assert found.get_ifd(ExifTags.IFD.IFD1)[ExifTags.Base.Compression] == 6
    image.seek(1)
    assert image.size == (60, 40)


@pytest.mark.parametrize("name", REAL)
def test_photos_of_real_cameras_come_out_clean(name: str) -> None:
    for made in everything_made_of(real_photo(name)):
        assert_clean(made)


def test_of_a_large_photo_the_original_says_which_way_is_up_and_nothing_else() -> None:
    data = camera_jpeg(pattern(5000, 5000), orientation=6)
    *shown, original = render_photo(data).renditions
    for file in shown:
        assert_clean(file.data)
    assert [secret for secret in SECRETS if secret in original.data] == []
    found = picture(original.data).getexif()
    assert found.pop(ExifTags.Base.Orientation) == 6
    assert set(found) == {
        ExifTags.Base.XResolution,
        ExifTags.Base.YResolution,
        ExifTags.Base.ResolutionUnit,
        ExifTags.Base.YCbCrPositioning,
        ExifTags.Base.ExifOffset,
    }
