"""Files that are made to harm whoever decodes them. Each is named by what it tries."""

import io
import random
import struct
import zlib
from collections.abc import Callable
from functools import partial

import pyvips
from PIL import Image

from tests.photos.imaging.camera import chunk, encoded, exif, pattern, segment, with_chunks

PNG = b"\x89PNG\r\n\x1a\n"
PAGE = b"<html><script>alert(1)</script></html>"
P3 = bytes(pyvips.Image.profile_load("p3"))


def packed_zeros(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(2**20)) for _ in range(megabytes)) + packer.flush()


def png_of_size(width: int, height: int, bits: int = 1, kind: int = 0) -> bytes:
    """All black."""
    rows = zlib.compressobj(9)
    row = bytes(1 + (width * bits * {0: 1, 6: 4}[kind] + 7) // 8)
    packed = b"".join(rows.compress(row) for _ in range(height)) + rows.flush()
    return png_of(struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0), packed)


def png_that_claims(width: int, height: int) -> bytes:
    """16 bits, four channels, interlaced; and no pixels."""
    return png_of(struct.pack(">IIBBBBB", width, height, 16, 6, 0, 0, 1), zlib.compress(b""))


def png_of(header: bytes, packed: bytes) -> bytes:
    return PNG + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def jpeg_that_claims(width: int, height: int, *, progressive: bool = False) -> bytes:
    jpeg = encoded(pattern(16, 16), progressive=progressive)
    frame = jpeg.index(b"\xff\xc2" if progressive else b"\xff\xc0")
    return jpeg[: frame + 5] + struct.pack(">HH", height, width) + jpeg[frame + 9 :]


def jpeg_with(*segments: bytes) -> bytes:
    jpeg = encoded(pattern(), quality=95)
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def jpeg_of_another_process(marker: int) -> bytes:
    """Says that it was packed as nearly no decoder can unpack it: lossless, hierarchical, arithmetic."""
    return encoded(pattern()).replace(b"\xff\xc0", bytes([0xFF, marker]), 1)


def jpeg_of_scans(number: int, side: int) -> bytes:
    """A sound progressive JPEG, grey all over, that comes in so many passes over all of its pixels, most of them empty.

    Each pass is for one frequency and says "nothing for 32,767 blocks" in two bytes, as often as it takes.
    """
    blocks = (-(-side // 8)) ** 2
    frame = segment(0xC2, struct.pack(">BHHB", 8, side, side, 1) + b"\1\x11\0")
    one_code = bytes([1] + [0] * 15)
    parts = [
        b"\xff\xd8",
        segment(0xDB, b"\0" + b"\1" * 64),
        frame,
        segment(0xC4, b"\0" + one_code + b"\0"),
        segment(0xC4, b"\x10" + one_code + b"\xe0"),
        segment(0xDA, b"\1\1\0\0\0\0") + _bits("0" * blocks),
    ]
    nothing = _bits(("0" + "1" * 14) * -(-blocks // 32_767))
    for scan in range(number - 1):
        frequency, bit = scan % 63 + 1, 13 - scan // 63
        # The first pass for a frequency says so by the left half of the last byte.
        exactness = bit if bit == 13 else (bit + 1) << 4 | bit
        parts.append(segment(0xDA, bytes([1, 1, 0x10, frequency, frequency, exactness])) + nothing)
    return b"".join(parts) + b"\xff\xd9"


def _bits(bits: str) -> bytes:
    padded = bits + "1" * (-len(bits) % 8)
    return int(padded, 2).to_bytes(len(padded) // 8, "big").replace(b"\xff", b"\xff\0")


def jpeg_with_profile(profile: bytes) -> bytes:
    parts = [profile[at : at + 65_000] for at in range(0, len(profile), 65_000)]
    return jpeg_with(*(segment(0xE2, b"ICC_PROFILE\0" + bytes([i + 1, len(parts)]) + p) for i, p in enumerate(parts)))


def png_with_profile(profile: bytes) -> bytes:
    return with_chunks(encoded(pattern(), "PNG"), chunk(b"iCCP", b"icc\0\0" + zlib.compress(profile)))


def endless_exif() -> bytes:
    """Its only directory is followed by itself, and one entry says that it has four thousand million numbers."""
    entry = struct.pack("<HHII", 0x8769, 4, 0xFFFFFFFF, 8)
    return b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 1) + entry + struct.pack("<I", 8)


def moving(kind: str, frames: int) -> bytes:
    first, second = (Image.new("1", (8, 8), value) for value in (0, 1))
    return encoded(first, kind, save_all=True, append_images=[second, first] * (frames // 2), duration=20)


def gif_of_canvas(width: int, height: int) -> bytes:
    gif = encoded(Image.new("P", (4, 4)), "GIF")
    return gif[:6] + struct.pack("<HH", width, height) + gif[10:]


def gif_with_extensions(number: int) -> bytes:
    gif = encoded(pattern(60, 40), "GIF")
    return gif[:-1] + b"\x21\xfe\x01x\0" * number + b"\x3b"


def gif_frame_bomb(frames: int) -> bytes:
    """Each frame is an image descriptor of ten bytes and no pixels."""
    gif = encoded(Image.new("P", (4, 4)), "GIF")
    return gif[:-1] + (b"\x2c" + bytes(4) + b"\xff\xff\xff\xff\0" + b"\2\0") * frames + b"\x3b"


def webp_that_claims(width: int, height: int, flags: int = 0) -> bytes:
    """An extended WebP with a canvas of this size around a picture of another."""
    inner = encoded(pattern(60, 40), "WEBP")[12:]
    head = b"VP8X" + struct.pack("<I", 10) + bytes([flags, 0, 0, 0])
    head += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", 4 + len(head) + len(inner)) + b"WEBP" + head + inner


def webp_with(name: bytes, payload: bytes) -> bytes:
    whole = encoded(pattern(), "WEBP", icc_profile=P3)
    at = whole.index(b"ICCP")
    extra = name + struct.pack("<I", len(payload)) + payload
    return b"RIFF" + struct.pack("<I", len(whole) - 8 + len(extra)) + whole[8:at] + extra + whole[at:]


def webp_lossless_that_claims(side: int) -> bytes:
    """A VP8L header of this size with nothing that could be its pixels."""
    bits = (side - 1) | (side - 1) << 14
    payload = b"\x2f" + struct.pack("<I", bits) + bytes(60)
    body = b"VP8L" + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def shortened(kind: str, share: float) -> bytes:
    data = encoded(Image.effect_noise((900, 600), 80), kind)
    return data[: int(len(data) * share)]


def flipped(kind: str, seed: int) -> bytes:
    """One byte in fifty is another."""
    data, chance = bytearray(encoded(Image.effect_noise((300, 200), 80).convert("RGB"), kind)), random.Random(seed)
    for _ in range(len(data) // 50):
        data[chance.randrange(20, len(data))] = chance.randrange(256)
    return bytes(data)


def zip_behind(jpeg: bytes) -> bytes:
    import zipfile

    stream = io.BytesIO(jpeg)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("index.html", PAGE)
    return stream.getvalue()


CORPUS: dict[str, Callable[[], bytes]] = {
    "bomb: PNG of 30,000 x 30,000 in 130 kB": lambda: png_of_size(30_000, 30_000),
    "bomb: PNG of 64 MP in 8 kB": lambda: png_of_size(8000, 8000),
    "bomb: PNG of 64 MP, 16 bits, four channels": lambda: png_of_size(8000, 8000, 16, 6),
    "bomb: PNG of 64 MP, 16 bits, interlaced": lambda: png_that_claims(8000, 8000),
    "bomb: JPEG of 65,500 x 65,500": lambda: jpeg_that_claims(65_500, 65_500),
    "bomb: JPEG of 8,000 x 8,000 without pixels": lambda: jpeg_that_claims(8000, 8000),
    "bomb: progressive JPEG of 8,000 x 8,000": lambda: jpeg_that_claims(8000, 8000, progressive=True),
    "bomb: progressive JPEG of 34 MP": lambda: jpeg_that_claims(5830, 5830, progressive=True),
    "bomb: JPEG in 90 scans of 23 MP": lambda: jpeg_of_scans(90, 4800),
    "bomb: JPEG in 800 scans of 23 MP": lambda: jpeg_of_scans(800, 4800),
    "bomb: GIF of 65,535 x 65,535": lambda: gif_of_canvas(65_535, 65_535),
    "bomb: GIF of 3,500 x 3,500 in 1 kB": lambda: gif_of_canvas(3500, 3500),
    "bomb: WebP canvas of 16,384 x 16,384": lambda: webp_that_claims(16_384, 16_384),
    "bomb: WebP canvas of 16,777,216 x 1": lambda: webp_that_claims(2**24, 1),
    "bomb: lossless WebP of 16,383 x 16,383": lambda: webp_lossless_that_claims(16_383),
    "bomb: lossless WebP of 3,500 x 3,500": lambda: webp_lossless_that_claims(3500),
    "size: JPEG of 65,535 x 65,535": lambda: jpeg_that_claims(65_535, 65_535),
    "size: JPEG of 0 x 0": lambda: jpeg_that_claims(0, 0),
    "size: JPEG of 600 x 0": lambda: jpeg_that_claims(600, 0),
    "size: PNG of 0 x 0": lambda: png_that_claims(0, 0),
    "size: PNG of 2,147,483,647 x 2,147,483,647": lambda: png_that_claims(2**31 - 1, 2**31 - 1),
    "size: PNG of 4,294,967,295 x 1": lambda: png_that_claims(2**32 - 1, 1),
    "size: PNG of 65,501 x 1": lambda: png_of_size(65_501, 1),
    "size: GIF of 0 x 0": lambda: gif_of_canvas(0, 0),
    **{
        f"short: {kind} after {share:.0%}": partial(shortened, kind, share)
        for kind in ("JPEG", "PNG", "WEBP", "GIF")
        for share in (0.01, 0.4, 0.96)
    },
    **{
        f"flipped: {kind} number {seed}": partial(flipped, kind, seed)
        for kind in ("JPEG", "PNG", "WEBP", "GIF")
        for seed in range(4)
    },
    "two kinds: JPEG and page": lambda: encoded(pattern(), quality=95, comment=PAGE) + PAGE,
    "two kinds: JPEG and archive": lambda: zip_behind(encoded(pattern(), quality=95)),
    "two kinds: GIF and script": lambda: b"GIF89a/*" + encoded(pattern(60, 40), "GIF")[8:] + b"*/=1;alert(1)",
    "two kinds: GIF87a and page": lambda: b"GIF87a" + PAGE,
    "two kinds: PNG and PDF": lambda: encoded(pattern(), "PNG") + b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj",
    "two kinds: page before JPEG": lambda: PAGE + encoded(pattern(60, 40)),
    "two kinds: WebP and film": lambda: encoded(pattern(), "WEBP") + b"\0\0\0\x18ftypmp42" + bytes(1000),
    "other type: TIFF": lambda: encoded(pattern(60, 40), "TIFF"),
    "other type: BMP": lambda: encoded(pattern(60, 40), "BMP"),
    "other type: ICO": lambda: encoded(pattern(60, 40), "ICO"),
    "other type: PPM": lambda: encoded(pattern(60, 40), "PPM"),
    "other type: JPEG 2000": lambda: encoded(pattern(60, 40), "JPEG2000"),
    "other type: SVG": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
    "other type: MVG": lambda: b"push graphic-context\nimage over 0,0 0,0 'https://evil.example/'\npop graphic-context",
    "other type: PostScript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n(/tmp/out) (w) file closefile",
    "other type: PDF": lambda: b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>",
    "other type: FITS": lambda: b"SIMPLE  =                    T".ljust(2880),
    "other type: OpenEXR": lambda: b"\x76\x2f\x31\x01\x02\0\0\0" + bytes(200),
    "other type: JPEG XL": lambda: b"\xff\x0a" + bytes(200),
    "other type: MP4": lambda: b"\0\0\0\x18ftypmp42" + bytes(200),
    "other type: AVIF": lambda: encoded(pattern(60, 40), "AVIF"),
    "other type: HEIC": lambda: b"\0\0\0\x18ftypheic" + bytes(200),
    "other type: GIF in the first bytes of a JPEG": lambda: b"\xff\xd8\xff" + encoded(pattern(60, 40), "GIF"),
    "frames: GIF with 10,000": lambda: moving("GIF", 10_000),
    "frames: PNG with 10,000": lambda: moving("PNG", 10_000),
    "frames: WebP with 10,000": lambda: moving("WEBP", 10_000),
    "frames: GIF with 1,000,000 empty ones": lambda: gif_frame_bomb(1_000_000),
    "frames: PNG that says 4,294,967,295": lambda: with_chunks(
        encoded(pattern(), "PNG"), chunk(b"acTL", struct.pack(">II", 2**32 - 1, 0))
    ),
    "profile: PNG, unpacks to 200 MB": lambda: with_chunks(
        encoded(pattern(), "PNG"), chunk(b"iCCP", b"icc\0\0" + packed_zeros(200))
    ),
    "profile: JPEG, 16 MB": lambda: jpeg_with_profile(
        (16_000_000).to_bytes(4, "big") + P3[4:].ljust(15_999_996, b"\0")
    ),
    "profile: WebP, 20 MB": lambda: webp_with(
        b"ICCP", (20_000_000).to_bytes(4, "big") + P3[4:].ljust(19_999_996, b"\0")
    ),
    "profile: says it has 4,294,967,295 parts": lambda: png_with_profile(P3[:128] + b"\xff" * 4 + P3[132:]),
    "profile: noise": lambda: png_with_profile(P3[:128] + random.Random(3).randbytes(len(P3) - 128)),
    "text: zTXt, unpacks to 200 MB": lambda: with_chunks(
        encoded(pattern(), "PNG"), chunk(b"zTXt", b"Comment\0\0" + packed_zeros(200))
    ),
    "text: iTXt, unpacks to 200 MB": lambda: with_chunks(
        encoded(pattern(), "PNG"), chunk(b"iTXt", b"Comment\0\1\0\0\0" + packed_zeros(200))
    ),
    "text: 20,000 tEXt": lambda: with_chunks(encoded(pattern(), "PNG"), *[chunk(b"tEXt", b"k\0v")] * 20_000),
    "text: 1,500,000 empty chunks": lambda: with_chunks(encoded(pattern(), "PNG"), chunk(b"prVt", b"") * 1_500_000),
    "text: one of 20 MB": lambda: with_chunks(encoded(pattern(), "PNG"), chunk(b"tEXt", b"k\0" + b"v" * 20_000_000)),
    "text: GIF with 4,000,000 comments": lambda: gif_with_extensions(4_000_000),
    "text: JPEG with 350 comments of 64 kB": lambda: jpeg_with(*[segment(0xFE, b"x" * 65_000)] * 350),
    "EXIF: 100 MB": lambda: jpeg_with(*[segment(0xE1, b"Exif\0\0" + exif().ljust(65_000, b"\0"))] * 1550),
    "EXIF: 24 MB": lambda: jpeg_with(*[segment(0xE1, b"Exif\0\0" + exif().ljust(65_000, b"\0"))] * 370),
    "EXIF: 20 MB in a PNG": lambda: with_chunks(
        encoded(pattern(), "PNG"), chunk(b"eXIf", exif().ljust(20_000_000, b"\xff"))
    ),
    "EXIF: 20 MB in a WebP": lambda: webp_with(b"EXIF", exif().ljust(20_000_000, b"\xff")),
    "EXIF: without an end": lambda: jpeg_with(segment(0xE1, endless_exif())),
    "EXIF: XMP of 20 MB in a WebP": lambda: webp_with(b"XMP ", b"<x:xmpmeta>" * 1_800_000),
    **{
        f"process: JPEG marked {marker:x}": partial(jpeg_of_another_process, marker)
        for marker in (0xC1, 0xC2, 0xC3, 0xC5, 0xC7, 0xC9, 0xCA, 0xCB, 0xCF)
    },
    "process: 3,000,000 restart markers": lambda: encoded(pattern())[:-2] + b"\xff\xd0" * 3_000_000 + b"\xff\xd9",
    "process: 12 million filling bytes": lambda: jpeg_with(b"\xff" * 12_000_000),
}
