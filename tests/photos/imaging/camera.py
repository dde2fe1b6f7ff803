"""Pictures as cameras and programs write them, with everything in them that must not come out."""

import io
import struct
import zlib

from PIL import Image

# Each of these is put where a camera would put it; none may be in any byte that is served.
SERIAL, OWNER, MAKER, PLACE, COMMENT, THUMBNAIL, SECOND, TRAILER = SECRETS = (
    b"SERIAL-0815-4711",
    b"OWNER-ALICE-EXAMPLE",
    b"MAKER-NOTE-SECRET",
    b"PLACE-48.8583N-2.2945E",
    b"COMMENT-SECRET-TEXT",
    b"THUMBNAIL-SECRET",
    b"SECOND-IMAGE-SECRET",
    b"TRAILER-SECRET-VIDEO",
)
# Alike in no rotation and no mirror image.
TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, BOTTOM_RIGHT = (200, 40, 40), (40, 180, 60), (50, 70, 200), (220, 200, 60)


def pattern(width: int = 600, height: int = 400, mode: str = "RGB") -> Image.Image:
    small = Image.new("RGB", (2, 2))
    small.putdata([TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, BOTTOM_RIGHT])
    return small.resize((width, height), Image.Resampling.NEAREST).convert(mode)


def encoded(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def _directory(entries: list[tuple[int, int, int, bytes]], start: int, following: int = 0) -> bytes:
    """One TIFF directory at the offset `start`, its long values right behind it."""
    values_at = start + 2 + 12 * len(entries) + 4
    table, values = struct.pack("<H", len(entries)), b""
    for tag, kind, count, value in entries:
        if len(value) <= 4:
            field = value.ljust(4, b"\0")
        else:
            field = struct.pack("<I", values_at + len(values))
            values += value
        table += struct.pack("<HHI", tag, kind, count) + field
    return table + struct.pack("<I", following) + values


def _text(tag: int, value: bytes) -> tuple[int, int, int, bytes]:
    return tag, 2, len(value) + 1, value + b"\0"


def _number(tag: int, value: int) -> tuple[int, int, int, bytes]:
    return tag, 4, 1, struct.pack("<I", value)


def _degrees(tag: int, *parts: int) -> tuple[int, int, int, bytes]:
    return tag, 5, 3, b"".join(struct.pack("<II", part, 1) for part in parts)


def exif(orientation: int = 1) -> bytes:
    """Serial number, owner, maker note, GPS and an embedded thumbnail, in TIFF's little-endian form."""
    thumbnail = encoded(pattern(160, 120), comment=THUMBNAIL)
    # Directories at fixed places, with room to spare between them.
    main_at, camera_at, gps_at, second_at, thumbnail_at = 8, 200, 400, 600, 700
    orientation_entry = (0x0112, 3, 1, struct.pack("<H", orientation))
    main = [_text(0x010F, b"Camera Works"), orientation_entry, _number(0x8769, camera_at), _number(0x8825, gps_at)]
    camera = [(0x927C, 7, len(MAKER), MAKER), _text(0xA430, OWNER), _text(0xA431, SERIAL)]
    gps = [_text(1, b"N"), _degrees(2, 48, 51, 29), _text(3, b"E"), _degrees(4, 2, 17, 40), _text(0x1D, PLACE)]
    second = [(0x0103, 3, 1, b"\6\0"), _number(0x0201, thumbnail_at), _number(0x0202, len(thumbnail))]
    block = b"II*\0" + struct.pack("<I", main_at)
    for start, entries, following in (
        (main_at, main, second_at),
        (camera_at, camera, 0),
        (gps_at, gps, 0),
        (second_at, second, 0),
    ):
        block = block.ljust(start, b"\0") + _directory(entries, start, following)
    return block.ljust(thumbnail_at, b"\0") + thumbnail


def xmp() -> bytes:
    gps = f'<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="{PLACE.decode()}"/>'
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        f'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{gps}</rdf:RDF></x:xmpmeta>'
    ).encode()


def iptc() -> bytes:
    record = struct.pack(">BBBH", 0x1C, 2, 90, len(PLACE)) + PLACE
    return b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record + b"\0"


def _multi_picture_index(second_at: int, second_bytes: int) -> bytes:
    """As phones write it that keep a depth map or a second exposure behind the picture (CIPA DC-007)."""
    primary = struct.pack("<IIIHH", 0x20030000, 0, 0, 0, 0)
    second = struct.pack("<IIIHH", 0, second_bytes, second_at, 0, 0)
    entries = [(0xB000, 7, 4, b"0100"), _number(0xB001, 2), (0xB002, 7, 32, primary + second)]
    return b"II*\0" + struct.pack("<I", 8) + _directory(entries, 8)


def camera_jpeg(picture: Image.Image | None = None, orientation: int = 1) -> bytes:
    """EXIF, XMP, IPTC, a comment, the second image of a multi-picture file, and a film behind the end."""
    jpeg = encoded(picture or pattern(), quality=95, subsampling=0)
    second = encoded(pattern(60, 40), comment=SECOND)
    # The multi-picture index comes last, so that the second image is this far behind its TIFF header.
    index = segment(0xE2, b"MPF\0" + _multi_picture_index(len(jpeg) - 2 + 82, len(second)))
    metadata = [
        segment(0xE1, b"Exif\0\0" + exif(orientation)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp()),
        segment(0xED, iptc()),
        segment(0xFE, COMMENT),
        index,
    ]
    return jpeg[:2] + b"".join(metadata) + jpeg[2:] + second + b"\0\0\0\x18ftypmp42" + TRAILER


def chunk(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", zlib.crc32(name + payload))


def with_chunks(png: bytes, *chunks: bytes) -> bytes:
    """Behind IHDR, which ends at byte 33 of every PNG."""
    return png[:33] + b"".join(chunks) + png[33:]


def camera_png(picture: Image.Image | None = None, orientation: int = 1) -> bytes:
    international = b"XML:com.adobe.xmp\0\0\0\0\0" + xmp()
    return with_chunks(
        encoded(picture or pattern(), "PNG"),
        chunk(b"eXIf", exif(orientation)),
        chunk(b"tEXt", b"Author\0" + OWNER),
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(COMMENT, 0)),
        chunk(b"iTXt", international),
        chunk(b"prVt", MAKER),
    )


def camera_webp(picture: Image.Image | None = None, orientation: int = 1) -> bytes:
    return encoded(picture or pattern(), "WEBP", quality=95, exif=b"Exif\0\0" + exif(orientation), xmp=xmp())
