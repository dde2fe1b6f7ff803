"""The photos of the database against those of the object store, both ways."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain

from tintype.lib.differences import Check, Difference, in_batches
from tintype.photos.mending import render_again
from tintype.photos.models import Photo
from tintype.sharding.map import grouped_by_database
from tintype.sharding.scope import on_database, shard_of_id
from tintype.sharding.walk import BATCH, about, rows_of
from tintype.storage.keys import is_original, is_photo
from tintype.storage.orphans import orphan
from tintype.storage.queries import stored_among, stored_keys

READY = f"state = '{Photo.State.READY}'"
FILES_OF_A_PHOTO = 4
UNDER_WAY = (Photo.State.AWAITING, Photo.State.UPLOADED)


def _read(photo_ids: Iterable[int]) -> dict[int, Photo]:
    found: dict[int, Photo] = {}
    for database, group in grouped_by_database(photo_ids, shard_of_id).items():
        with on_database(database):
            found |= Photo.objects.only("id", "post_id", "state", "renditions").in_bulk(group)
    return found


def _ready() -> Iterator[list[int]]:
    for rows in rows_of(Photo, where=READY):
        yield [photo for (photo,) in rows]


def _compare_photos(photo_ids: list[int]) -> list[Difference[int]]:
    photos = [photo for photo in _read(photo_ids).values() if photo.state == Photo.State.READY]
    # One listing for all of them: an S3 that is asked for each takes a millisecond or more a time.
    stored = stored_among(key for photo in photos for _, key, _, _ in photo.renditions)
    return [difference for photo in photos for difference in _lacking(photo, stored)]


def _lacking(photo: Photo, stored: set[str]) -> Iterator[Difference[int]]:
    keys = {name: key for name, key, _, _ in photo.renditions}
    missing = [name for name, key in keys.items() if key not in stored]
    can_be_made = bool(missing) and "original" not in missing
    for name in missing:
        where = f"of post {photo.post_id}" if photo.post_id else "that is in no post yet"
        lost = "" if can_be_made else " The original is gone too: only a backup has it."
        text = f"Photo {photo.id} {where} lacks its rendition {name} ({keys[name]}).{lost}"
        yield Difference(photo.id, text, partial(render_again, photo.id) if can_be_made else None)


def _stored() -> Iterator[list[str]]:
    yield from in_batches(chain(stored_keys("photos"), stored_keys("originals")), BATCH)


def _compare_files(keys: list[str]) -> list[Difference[str]]:
    photos = _read({_photo_of(key) for key in keys if _is_of_photo(key)})
    return [difference for key in keys for why in _why_orphan(key, photos) for difference in orphan(key, why)]


def _is_of_photo(key: str) -> bool:
    return is_photo(key) or is_original(key)


def _photo_of(key: str) -> int:
    return int(key.split("/")[2])


def _why_orphan(key: str, photos: dict[int, Photo]) -> Iterator[str]:
    """The renditions of a photo that is being looked at are stored before it is ready."""
    photo = photos.get(_photo_of(key)) if _is_of_photo(key) else None
    if photo is None:
        yield "there is no such photo"
    elif photo.state not in UNDER_WAY and key not in {stored for _, stored, _, _ in photo.renditions}:
        yield f"photo {photo.id} has no such rendition"


FILE_CHECKS = (
    Check("files of photos", _ready, _compare_photos, partial(about, Photo)),
    Check("photos of files", _stored, _compare_files, lambda: about(Photo) * FILES_OF_A_PHOTO),
)
