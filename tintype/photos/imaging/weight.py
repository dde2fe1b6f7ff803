"""How much memory a decoder wants for a whole picture, which it needs where it cannot go row by row."""

from typing import Any

_BYTES = {"uchar": 1, "ushort": 2}
_ALL_COMPONENTS = {"4:4:4": 3, "4:2:0": 1.5}
_BYTES_OF_A_COEFFICIENT = 2


def bytes_to_decode(header: Any) -> float:
    """By what libvips' loaders do in 8.18, of which `tests/photos/imaging/test_memory.py` is the proof."""
    return header.width * header.height * _WEIGHTS[header.get("vips-loader").partition("load")[0]](header)


def _jpeg(header: Any) -> float:
    """A progressive one comes in several passes over the coefficients of all pixels."""
    if not _says(header, "jpeg-multiscan"):
        return 0
    sampling = header.get("jpeg-chroma-subsample") if header.bands == 3 else ""  # noqa: PLR2004  # colours
    return _BYTES_OF_A_COEFFICIENT * _ALL_COMPONENTS.get(sampling, header.bands)


def _png(header: Any) -> float:
    return _BYTES[header.format] * header.bands if _says(header, "interlaced") else 0


def _frames(_header: Any) -> float:
    """With four channels: the frame, and the picture that it is a frame of."""
    return 8


def _says(header: Any, field: str) -> bool:
    return bool(header.get_typeof(field) and header.get(field))


_WEIGHTS = {"jpeg": _jpeg, "png": _png, "webp": _frames, "gif": _frames}
