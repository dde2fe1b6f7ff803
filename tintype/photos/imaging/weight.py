"""How much memory a decoder wants for a whole picture, which it needs where it cannot go row by row."""

from typing import Any

_BYTES = {"uchar": 1, "ushort": 2}
_ALL_COMPONENTS = {"4:4:4": 3, "4:2:0": 1.5}
_BYTES_OF_A_COEFFICIENT = 2


def bytes_to_decode(header: Any) -> float:
    """By what libvips' loaders do in 8.18, of which `tests/photos/imaging/test_memory.py` is the proof."""
    loader = str(header.get("vips-loader")).partition("load")[0]
    return float(_WEIGHTS[loader](header) * header.width * header.height)


def _jpeg(header: Any) -> float:
    """A progressive one comes in several passes over the coefficients of all pixels."""
    if not says(header, "jpeg-multiscan"):
        return 0
    sampling = header.get("jpeg-chroma-subsample") if header.bands == 3 else ""  # noqa: PLR2004  # colours
    return _BYTES_OF_A_COEFFICIENT * _ALL_COMPONENTS.get(sampling, int(header.bands))


def _png(header: Any) -> float:
    bands: int = header.bands
    return _BYTES[header.format] * bands if says(header, "interlaced") else 0


def _webp(header: Any) -> float:
    """With four channels: the frame, and the picture that it is a frame of; transparency is packed as a third."""
    return 8 if header.bands == 3 else 11  # noqa: PLR2004  # colours


def _gif(_header: Any) -> float:
    """As of a WebP."""
    return 8


def says(header: Any, field: str) -> int:
    """0 where it says nothing of it."""
    return int(header.get(field)) if header.get_typeof(field) else 0


_WEIGHTS = {"jpeg": _jpeg, "png": _png, "webp": _webp, "gif": _gif}
