"""Photos as cameras write them, what is in them that nobody must get, and how they should look."""

import io
from dataclasses import dataclass
from functools import lru_cache

import pyvips
from PIL import ExifTags, Image, ImageChops, ImageCms, ImageOps, ImageStat

from tests.photos.imaging.camera import SECRETS, camera_jpeg, encoded, pattern
from tests.photos.imaging.looks import REAL_PHOTOS
from tests.photos.imaging.test_upright import stored

# The files of that name, in an order that makes posts of ten.
REAL_NAMES = [
    *(f"orientation-{number}.jpg" for number in range(1, 9)),
    "iphone.jpg",
    "nokia-12mp.jpg",
    *(f"gps-DSCN00{number}.jpg" for number in (10, 12, 21, 40)),
]
SHORTEST_TRACE = 6
TELLING_DIRECTORIES = (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, ExifTags.IFD.IFD1)
# Mean difference of two pictures, of 255: re-encoding costs about 3, a turned or mirrored one differs by 30 and more.
TOLERANCE = 8
# Less than the smallest rendition has.
COMPARED_AT = (75, 75)


@dataclass(frozen=True)
class Shot:
    name: str
    data: bytes

    def traces(self) -> list[bytes]:
        """The texts of its metadata (camera, serial numbers, owner, places) and the start of the maker's notes."""
        with Image.open(io.BytesIO(self.data)) as image:
            exif = image.getexif()
        values = [*exif.values()]
        for directory in TELLING_DIRECTORIES:
            values += exif.get_ifd(directory).values()
        texts = [value.encode() if isinstance(value, str) else value for value in values]
        found = [bytes(text).strip(b" \0")[:40] for text in texts if isinstance(text, bytes)]
        return [*SECRETS, *(text for text in found if len(text) >= SHORTEST_TRACE and len(set(text)) > 2)]


# What was taken is compared with each of its eleven files in turn.
@lru_cache(maxsize=2)
def as_seen(data: bytes) -> Image.Image:
    """Upright, in the colours of a common screen, small enough to compare."""
    with Image.open(io.BytesIO(data)) as opened:
        image: Image.Image = ImageOps.exif_transpose(opened)
        profile = opened.info.get("icc_profile")
    if profile:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        image = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
    return image.convert("RGB").resize(COMPARED_AT, Image.Resampling.BOX)


@lru_cache(maxsize=1)
def upright_size(data: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(data)) as opened:
        return ImageOps.exif_transpose(opened).size


def difference(one: bytes, other: bytes) -> float:
    return max(ImageStat.Stat(ImageChops.difference(as_seen(one), as_seen(other))).mean)


def shots() -> list[Shot]:
    """Of real cameras where they are at hand, with one of each kind made here; else all eight orientations of those."""
    wide_gamut = encoded(pattern(900, 600), quality=92, icc_profile=bytes(pyvips.Image.profile_load("p3")))
    real = [Shot(name, (REAL_PHOTOS / name).read_bytes()) for name in REAL_NAMES if (REAL_PHOTOS / name).exists()]
    made = [6] if real else range(1, 9)
    return [
        *real,
        *(Shot(f"made-{number}.jpg", camera_jpeg(stored(number), number)) for number in made),
        Shot("wide-gamut.jpg", wide_gamut),
    ]
