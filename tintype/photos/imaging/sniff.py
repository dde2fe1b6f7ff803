"""What a file says it is in its first bytes. Names and declared types are only claims."""

import re
import struct

ACCEPTED_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})

# Brands of the ISO container that hold HEVC or AV1 stills.
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
_PNG = b"\x89PNG\r\n\x1a\n"
# Those that are followed by their length, which are all that come in a JPEG besides its start, its end and restarts.
_MARKER = re.compile(rb"\xff[\x02-\xcf\xda-\xfe]")
_START_OF_SCAN = b"\xff\xda"
_MOST_SCANS, _MOST_MARKERS = 40, 10_000
_MATROSKA = b"\x1a\x45\xdf\xa3"


def content_type(data: bytes) -> str | None:
    """One of ACCEPTED_TYPES, or None."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(_PNG):
        return "image/png"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    return None


def is_heif(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS


def is_video(data: bytes) -> bool:
    """MP4, QuickTime, Matroska and WebM, AVI: what phones and browsers record."""
    is_iso = data[4:8] == b"ftyp" and not is_heif(data)
    return is_iso or data.startswith(_MATROSKA) or (data.startswith(b"RIFF") and data[8:12] == b"AVI ")


def is_moving_png(data: bytes) -> bool:
    """Of an APNG libvips shows the first frame and says nothing of the others."""
    if bytes(data[:8]) != _PNG:
        return False
    at = len(_PNG)
    while at + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        if name in {b"IDAT", b"IEND"}:
            return False
        if name == b"acTL":
            return int.from_bytes(data[at + 8 : at + 12], "big") > 1
        at += 12 + length
    return False


def has_too_many_scans(data: bytes) -> bool:
    """A progressive JPEG comes in ten passes over its pixels, but it may come in 800, each of next to no bytes."""
    scans = at = 0
    for _ in range(_MOST_MARKERS):
        found = _MARKER.search(data, at)
        if found is None:
            return False
        scans += found[0] == _START_OF_SCAN
        if scans > _MOST_SCANS:
            return True
        at = found.end() + int.from_bytes(data[found.end() : found.end() + 2], "big")
    return True
