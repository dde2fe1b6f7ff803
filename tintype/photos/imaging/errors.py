from tintype.lib.errors import Refused

ACCEPTED = "JPEG, PNG, WebP or GIF"

MESSAGES = {
    "empty": "This file is empty. Please choose the photo again.",
    "too_large": "This file is too large. A photo may have up to 25 MB.",
    "too_many_pixels": "This photo has too many pixels. Please send one of at most 64 megapixels.",
    "too_heavy": (
        "This photo has too many pixels for the way it was saved. Please send it with at most 12 megapixels, or save it"
        " as an ordinary JPEG (not a progressive one), or as a PNG that is not interlaced."
    ),
    "not_an_image": f"This file is not a photo that can be shown here. Please choose a {ACCEPTED} file.",
    "moving": "This is a moving picture. Only photos can be shared here: please choose a still one.",
    "video": f"This is a video. Only photos can be shared here: please choose a {ACCEPTED} file.",
    "heic": (
        f"This photo is in the HEIC format. Please send it as {ACCEPTED}. On an iPhone, choose Settings > "
        "Camera > Formats > Most Compatible for new photos, and export the ones you have as JPEG."
    ),
    "damaged": "This photo is damaged and cannot be read to its end. Please choose another copy of it.",
}


class PhotoRefused(Refused):
    """The photo itself is at fault: trying again with the same bytes gives the same answer."""

    def __init__(self, code: str) -> None:
        super().__init__(MESSAGES[code])
        self.code = code


class ImagingFailed(Exception):
    """The machine is at fault, or too busy: the same photo may well be rendered at the next try."""
