"""Files to choose from: small pictures, and what is none."""

from PIL import Image
from playwright.sync_api import FilePayload

from tests.browser.visitor import file
from tests.photos.imaging.camera import encoded, pattern
from tests.photos.imaging.looks import REAL_PHOTOS

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(2000)


def picture(colour: str = "teal", size: tuple[int, int] = (640, 480)) -> FilePayload:
    return file(f"{colour}.jpg", encoded(Image.new("RGB", size, colour)))


def heic() -> bytes:
    """An iPhone's, where there is one."""
    real = REAL_PHOTOS / "iphone.heic"
    return real.read_bytes() if real.exists() else HEIC


def damaged() -> bytes:
    """As a transfer leaves it that was cut off."""
    whole = encoded(pattern(1200, 800), quality=95)
    return whole[: len(whole) // 2]
