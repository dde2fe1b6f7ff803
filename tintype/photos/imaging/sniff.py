"""What a file says it is in its first bytes. Names and declared types are only claims."""

ACCEPTED_TYPES = frozenset({"image/jpeg", "image/png", "image/webp"})

# Brands of the ISO container that hold HEVC or AV1 stills.
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}


def content_type(data: bytes) -> str | None:
    """One of ACCEPTED_TYPES, or None."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    return None


def is_heif(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS
