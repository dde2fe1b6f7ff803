"""The objects of a photo in the store."""

from tintype.photos.imaging.records import ORIGINAL, WIDTHS
from tintype.photos.models import Photo
from tintype.photos.parts import part_keys
from tintype.storage.keys import original_key, rendition_key

FORMATS = ("jpg", "webp", "avif")
NAMES = tuple(f"{width}.{form}" for width in WIDTHS for form in FORMATS)


def key_of(photo: Photo, name: str) -> str:
    """Of its present revision."""
    if name == ORIGINAL:
        return original_key(photo.owner_id, photo.id)
    return rendition_key(photo.owner_id, photo.id, photo.revision, name)


def is_outdated(photo: Photo) -> bool:
    """Whether its renditions are those of a former revision. Names from before there were revisions have no dot."""
    files = [file for file in photo.renditions if file[0] != ORIGINAL and (photo.revision or "." in file[0])]
    return any(key != key_of(photo, name) for name, key, _, _ in files)


def files_of(photo: Photo) -> list[str]:
    """Those that it names; where it is being worked on, also those that a worker may have stored or not yet read."""
    keys = {key for _, key, _, _ in photo.renditions}
    if photo.state != Photo.State.READY or is_outdated(photo):
        keys |= {*part_keys(photo), *(key_of(photo, name) for name in (*NAMES, ORIGINAL))}
    return sorted(keys)
