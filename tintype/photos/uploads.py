"""A photo's way in: from the signed upload to ready, before it is in any post."""

from typing import BinaryIO

from django.utils import timezone

from tintype.lib.errors import NotFound
from tintype.photos.errors import PartsMissing
from tintype.photos.imaging.errors import PhotoRefused
from tintype.photos.imaging.sniff import ACCEPTED_TYPES, is_heif
from tintype.photos.imaging.sniff import content_type as sniffed_type
from tintype.photos.models import Photo
from tintype.photos.own import put_words
from tintype.photos.parts import forms_for, missing_from, part_count_of
from tintype.photos.processing import process_photo
from tintype.photos.queries import photo_state
from tintype.photos.records import PhotoState, PhotoWords, Started
from tintype.photos.room import check_room
from tintype.photos.tasks import ABANDONED
from tintype.sharding.ids import first_id_at, next_id
from tintype.sharding.scope import action_of, on_shard_of
from tintype.storage import actions as storage
from tintype.storage.keys import incoming_key
from tintype.storage.queries import LARGEST_UPLOAD_BYTES

# Enough for every kind that `sniff` knows.
HEAD_BYTES = 64
HEIC_TYPES = frozenset({"image/heic", "image/heif", "image/avif"})


def start_upload(viewer: int, content_type: str, size_bytes: int) -> Started:
    """A photo to be, and where to send its bytes. Raises PhotoRefused before a byte is sent."""
    _check_offer(content_type, size_bytes)
    photo = Photo(owner_id=viewer, incoming_key=incoming_key(viewer), part_count=part_count_of(size_bytes))
    photo.offered_type, photo.offered_bytes = content_type, size_bytes
    with action_of(viewer):
        check_room(viewer, size_bytes)
        photo.id = next_id()
        photo.save(force_insert=True)
    return forms_for(photo, list(range(photo.part_count)))


def missing_parts(viewer: int, photo_id: int) -> Started:
    """What of an upload is not there yet, with fresh forms. Raises NotFound."""
    photo = _own(viewer, photo_id)
    return forms_for(photo, missing_from(photo) if photo.state == Photo.State.AWAITING else [])


def _own(viewer: int, photo_id: int) -> Photo:
    with on_shard_of(viewer):
        photo = Photo.objects.filter(id=photo_id, owner_id=viewer).first()
    if photo is None:
        raise NotFound
    return photo


def _check_offer(content_type: str, size_bytes: int) -> None:
    """What the browser says of the file; its bytes are looked at once they are here."""
    if content_type in HEIC_TYPES:
        raise PhotoRefused("heic")
    if size_bytes <= 0:
        raise PhotoRefused("empty")
    if content_type not in ACCEPTED_TYPES:
        raise PhotoRefused("not_an_image")
    if size_bytes > LARGEST_UPLOAD_BYTES:
        raise PhotoRefused("too_large")


def receive_photo(viewer: int, file: BinaryIO, size_bytes: int, words: PhotoWords) -> int:
    """The id of the photo to be, whose bytes came through this process. Raises Refused: of several kinds."""
    content_type = _sniffed(file) if size_bytes else ""
    _check_offer(content_type, size_bytes)
    photo = Photo(owner_id=viewer, state=Photo.State.UPLOADED, offered_type=content_type, offered_bytes=size_bytes)
    put_words(photo, words)
    with on_shard_of(viewer):
        check_room(viewer, size_bytes)
    photo.incoming_key = storage.receive_upload(viewer, content_type, file)
    with action_of(viewer):
        photo.id = next_id()
        photo.save(force_insert=True)
        process_photo.enqueue(photo.id)
    return photo.id


def _sniffed(file: BinaryIO) -> str:
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if is_heif(head):
        raise PhotoRefused("heic")
    return sniffed_type(head) or ""


def uploaded_as(viewer: int, key: str) -> int:
    """The photo whose bytes are to come under this key. Raises NotFound."""
    # A range of the index of photos in no post: an upload that takes longer is swept.
    oldest = first_id_at(timezone.now() - ABANDONED)
    with on_shard_of(viewer):
        photos = Photo.objects.filter(post=None, id__gt=oldest, owner_id=viewer, incoming_key=key)
        photo_id = photos.values_list("id", flat=True).first()
    if photo_id is None:
        raise NotFound
    return photo_id


def finish_upload(viewer: int, photo_id: int) -> PhotoState:
    """The bytes are up: have them looked at. Raises NotFound, PartsMissing."""
    photo = _own(viewer, photo_id)
    # The store is asked outside of the transaction: it may take its time.
    if photo.state == Photo.State.AWAITING and (missing := missing_from(photo)):
        raise PartsMissing(missing)
    with action_of(viewer):
        awaiting = Photo.objects.filter(id=photo_id, state=Photo.State.AWAITING)
        if awaiting.update(state=Photo.State.UPLOADED):
            process_photo.enqueue(photo_id)
    state = photo_state(viewer, photo_id)
    if state is None:
        raise NotFound
    return state
