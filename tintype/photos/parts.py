"""The parts of an upload. Each is an object of its own, so what a cut line has brought so far is not sent again."""

from dataclasses import replace

from tintype.photos.models import Photo
from tintype.photos.records import Started, UploadPart
from tintype.sharding.scope import on_shard_of
from tintype.storage import actions as storage
from tintype.storage.keys import owner_of, part_key
from tintype.storage.queries import LARGEST_UPLOAD_BYTES, object_sizes, open_object

# On a line of 50 kB/s a part takes 20 seconds: so much is lost when it is cut. 25 forms for the largest photo.
PART_BYTES = 2**20


def part_count_of(size_bytes: int) -> int:
    """Of a file so large.

    >>> [part_count_of(size) for size in (1, PART_BYTES, PART_BYTES + 1)]
    [1, 1, 2]
    """
    return -(-size_bytes // PART_BYTES)


def part_keys(photo: Photo) -> list[str]:
    return [part_key(photo.incoming_key, number, photo.part_count) for number in range(photo.part_count)]


def missing_from(photo: Photo) -> list[int]:
    """The numbers of the parts that are not there as they were announced."""
    keys = part_keys(photo)
    there = object_sizes(keys)
    return [number for number, key in enumerate(keys) if there.get(key, 0) not in _sizes(photo, number)]


def _span(photo: Photo, number: int) -> tuple[int, int]:
    start = number * PART_BYTES
    return start, min(start + PART_BYTES, photo.offered_bytes) if photo.part_count > 1 else photo.offered_bytes


def _sizes(photo: Photo, number: int) -> range:
    """What this part may have: nothing was noted of uploads that began before an update."""
    if not photo.offered_bytes:
        return range(1, LARGEST_UPLOAD_BYTES + 1)
    start, end = _span(photo, number)
    return range(end - start, end - start + 1)


def forms_for(photo: Photo, numbers: list[int]) -> Started:
    """Fresh forms, one for each of these parts."""
    started, keys = Started(photo.id, photo.incoming_key), part_keys(photo)
    for number in numbers:
        start, end = _span(photo, number)
        signed = storage.sign_upload(photo.owner_id, photo.offered_type, end - start, keys[number])
        part = UploadPart(number, start, end, signed.fields)
        started = replace(
            started, url=signed.url, parts=(*started.parts, part), expires_at=started.expires_at or signed.expires_at
        )
    return started


def read_upload(photo: Photo) -> bytes:
    """Of all parts, one after the other, and a byte more than may be. Raises ObjectMissing."""
    read = bytearray()
    for key in part_keys(photo):
        with open_object(key) as file:
            read += file.read(LARGEST_UPLOAD_BYTES + 1 - len(read))
    return bytes(read)


def still_needed(keys: list[str]) -> set[str]:
    """Those of posts that are made already: however long the workers are away, what was acknowledged is not swept."""
    needed: set[str] = set()
    for owner_id in {owner_of(key) for key in keys}:
        with on_shard_of(owner_id):
            waiting = Photo.objects.filter(owner_id=owner_id, state=Photo.State.UPLOADED, post__isnull=False)
            needed.update(waiting.values_list("incoming_key", flat=True))
    return {key for key in keys if key.partition(".")[0] in needed}
