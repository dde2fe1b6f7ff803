"""A photo's way in: from the signed upload to ready, before it is in any post."""

from typing import BinaryIO

from django.utils import timezone

from tintype.lib.errors import NotFound
from tintype.photos.errors import UploadNotThere
from tintype.photos.imaging.errors import PhotoRefused
from tintype.photos.imaging.sniff import ACCEPTED_TYPES, is_heif
from tintype.photos.imaging.sniff import content_type as sniffed_type
from tintype.photos.models import Photo
from tintype.photos.own import put_words
from tintype.photos.queries import photo_state
from tintype.photos.records import PhotoState, PhotoWords
from tintype.photos.tasks import process_photo
from tintype.sharding.ids import first_id_at, next_id
from tintype.sharding.scope import action_of, on_shard_of
from tintype.storage import actions as storage
from tintype.storage.errors import ObjectMissing
from tintype.storage.queries import LARGEST_UPLOAD_BYTES, object_size
from tintype.storage.records import SignedUpload

# Enough for every kind that `sniff` knows.
HEAD_BYTES = 64
HEIC_TYPES = frozenset({"image/heic", "image/heif", "image/avif"})


def start_upload(viewer: int, content_type: str, size_bytes: int) -> tuple[int, SignedUpload]:
    """The id of the photo to be, and where to send its bytes. Raises PhotoRefused before a byte is sent."""
    _check_offer(content_type, size_bytes)
    upload = storage.sign_upload(viewer, content_type, size_bytes)
    with action_of(viewer):
        photo = Photo.objects.create(id=next_id(), owner_id=viewer, incoming_key=upload.key)
    return photo.id, upload


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
    photo = Photo(owner_id=viewer, state=Photo.State.UPLOADED)
    put_words(photo, words)
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


def arrived(viewer: int, key: str) -> int:
    """The photo whose bytes were sent under this key of a signed upload; as `finish_upload`. Raises NotFound too."""
    # A range of the index of photos in no post: a signed form is good for minutes.
    oldest = first_id_at(timezone.now() - 2 * storage.UPLOAD_LIFE)
    with on_shard_of(viewer):
        photos = Photo.objects.filter(post=None, id__gt=oldest, owner_id=viewer, incoming_key=key)
        photo_id = photos.values_list("id", flat=True).first()
    if photo_id is None:
        raise NotFound
    finish_upload(viewer, photo_id)
    return photo_id


def finish_upload(viewer: int, photo_id: int) -> PhotoState:
    """The bytes are up: have them looked at. Raises NotFound, UploadNotThere."""
    with action_of(viewer):
        photo = Photo.objects.select_for_update().filter(id=photo_id, owner_id=viewer).first()
        if photo is None:
            raise NotFound
        if photo.state == Photo.State.AWAITING:
            _check_arrived(photo.incoming_key)
            photo.state = Photo.State.UPLOADED
            photo.save(update_fields=["state"])
            process_photo.enqueue(photo.id)
    state = photo_state(viewer, photo_id)
    if state is None:
        raise NotFound
    return state


def _check_arrived(key: str) -> None:
    try:
        object_size(key)
    except ObjectMissing:
        raise UploadNotThere("The photo did not arrive. Please send it again.") from None
