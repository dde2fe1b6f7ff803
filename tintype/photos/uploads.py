"""A photo's way in: from the signed upload to ready, before it is in any post."""

from tintype.lib.errors import NotFound
from tintype.photos.errors import UploadNotThere
from tintype.photos.imaging.errors import PhotoRefused
from tintype.photos.imaging.sniff import ACCEPTED_TYPES
from tintype.photos.models import Photo
from tintype.photos.queries import photo_state
from tintype.photos.records import PhotoState
from tintype.photos.tasks import process_photo
from tintype.sharding.ids import next_id
from tintype.sharding.scope import action_of
from tintype.storage.actions import sign_upload
from tintype.storage.errors import ObjectMissing
from tintype.storage.queries import LARGEST_UPLOAD_BYTES, object_size
from tintype.storage.records import SignedUpload

HEIC_TYPES = frozenset({"image/heic", "image/heif", "image/avif"})


def start_upload(viewer: int, content_type: str, size_bytes: int) -> tuple[int, SignedUpload]:
    """The id of the photo to be, and where to send its bytes. Raises PhotoRefused before a byte is sent."""
    _check_offer(content_type, size_bytes)
    upload = sign_upload(viewer, content_type, size_bytes)
    with action_of(viewer):
        photo = Photo.objects.create(id=next_id(), owner_id=viewer, incoming_key=upload.key)
    return photo.id, upload


def _check_offer(content_type: str, size_bytes: int) -> None:
    """What the browser says of the file; its bytes are looked at once they are here."""
    if content_type in HEIC_TYPES:
        raise PhotoRefused("heic")
    if content_type not in ACCEPTED_TYPES:
        raise PhotoRefused("not_an_image")
    if size_bytes <= 0:
        raise PhotoRefused("empty")
    if size_bytes > LARGEST_UPLOAD_BYTES:
        raise PhotoRefused("too_large")


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
