"""Sound photos that are as large as they may be, each in the way that costs a decoder the most."""

from collections.abc import Callable
from typing import Any

import pyvips

# As a smooth scene with something in every place; noise would be larger than an upload may be.
_DETAIL = 4
Make = Callable[[], bytes]


def scene(megapixels: float, bands: int = 3) -> Any:
    side = round((megapixels * 1_000_000) ** 0.5)
    small = pyvips.Image.perlin(side // _DETAIL, side // _DETAIL, cell_size=64, uchar=True)
    image = small.bandjoin([255 - small, (small * 3).cast("uchar"), small][: bands - 1])
    space = {1: "b-w", 3: "srgb", 4: "srgb"}[bands]
    # The usual kernel takes twice the time, and the files become no larger: 601 kB either way for a JPEG of 24 MP.
    return image.resize(side / (side // _DETAIL), kernel="linear").copy(interpretation=space)


def jpeg(image: Any, **options: Any) -> bytes:
    return bytes(image.jpegsave_buffer(Q=75, **options))


def turned(megapixels: float) -> bytes:
    image = scene(megapixels).copy()
    image.set_type(pyvips.GValue.gint_type, "orientation", 6)
    return jpeg(image)


def deep(image: Any) -> Any:
    return (image.cast("ushort") * 257).cast("ushort").copy(interpretation="rgb16")


def png(image: Any, **options: Any) -> bytes:
    return bytes(image.pngsave_buffer(compression=1, **options))


def webp(image: Any) -> bytes:
    return bytes(image.webpsave_buffer(Q=60, effort=0))


def cmyk(megapixels: float) -> bytes:
    return jpeg(scene(megapixels).icc_transform("cmyk", input_profile="srgb"))


SHOWN: dict[str, Make] = {
    "JPEG, 24 MP": lambda: jpeg(scene(23.9)),
    "JPEG, 24 MP, turned": lambda: turned(23.9),
    "JPEG, 64 MP": lambda: jpeg(scene(63.9)),
    "JPEG, 64 MP, turned": lambda: turned(63.9),
    "JPEG, 34 MP, progressive": lambda: jpeg(scene(34), interlace=True),
    "JPEG, 17 MP, progressive, all colours": lambda: jpeg(scene(17), interlace=True, subsample_mode="off"),
    "JPEG, 24 MP, CMYK": lambda: cmyk(23.9),
    "PNG, 64 MP, grey": lambda: png(scene(63.9, 1)),
    "PNG, 24 MP, 16 bits": lambda: png(deep(scene(23.9) // 32 * 32)),
    "PNG, 34 MP, interlaced": lambda: png(scene(34) // 32 * 32, interlace=True),
    "WebP, 12.6 MP": lambda: webp(scene(12.6)),
    "WebP, 9.2 MP, with alpha": lambda: webp(scene(9.2, 4)),
    "GIF, 12.6 MP": lambda: bytes((scene(12.6) // 64 * 64).cast("uchar").gifsave_buffer(effort=1, dither=0)),
}
TOO_HEAVY: dict[str, Make] = {
    "JPEG, 40 MP, progressive": lambda: jpeg(scene(40), interlace=True),
    "JPEG, 20 MP, progressive, all colours": lambda: jpeg(scene(20), interlace=True, subsample_mode="off"),
    "PNG, 30 MP, 16 bits, interlaced": lambda: png(deep(scene(30) // 32 * 32), interlace=True),
    "WebP, 20 MP": lambda: webp(scene(20)),
    "WebP, 12.6 MP, with alpha": lambda: webp(scene(12.6, 4)),
    "GIF, 20 MP": lambda: bytes((scene(20) // 64 * 64).cast("uchar").gifsave_buffer(effort=1, dither=0)),
}
