"""Everything that changes what the object store holds."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import BinaryIO

from django.conf import settings

from tintype.storage import policy
from tintype.storage.errors import KeyTaken, StoreFull, UploadRefused, too_large
from tintype.storage.keys import incoming_key, is_incoming
from tintype.storage.queries import LARGEST_UPLOAD_BYTES
from tintype.storage.records import SignedUpload
from tintype.storage.store import directory_store, store

UPLOAD_LIFE = timedelta(minutes=10)


def sign_upload(account_id: int, content_type: str, max_bytes: int, key: str | None = None) -> SignedUpload:
    """Under a fresh key unless one of the account's is given."""
    if not 0 < max_bytes <= LARGEST_UPLOAD_BYTES:
        raise ValueError(f"an upload of {max_bytes} bytes would be refused at the door")
    now = policy.utc_now()
    expires_at = now + UPLOAD_LIFE
    grant = policy.Grant(key or incoming_key(account_id), content_type, min_bytes=1, max_bytes=max_bytes)
    secret = policy.upload_secret(settings.SECRET_KEY)
    fields = policy.signed_fields(grant, secret=secret, now=now, expires_at=expires_at)
    return SignedUpload(settings.TINTYPE_STORE_URL, fields, grant.key, expires_at)


def store_upload(fields: Mapping[str, str], file: BinaryIO | None, size: int | None = None) -> None:
    """The directory store's end of the POST. Raises UploadRefused, and then keeps nothing.

    `size` is what the form parser counted. It only spares the copying: the bytes are counted again.
    """
    grant = policy.check(fields, secret=policy.upload_secret(settings.SECRET_KEY), now=policy.utc_now())
    if file is None:
        raise UploadRefused(400, "InvalidArgument", "The upload form has no file in it.")
    if not is_incoming(grant.key):
        raise UploadRefused(403, "AccessDenied", "Nothing can be uploaded under this key.")
    if size is not None and size > grant.max_bytes:
        raise too_large(grant.max_bytes)
    _create(grant, file)


def receive_upload(account_id: int, content_type: str, file: BinaryIO) -> str:
    """For bytes that an app sends us instead of the store: they go where signed uploads go. The key of what is there.

    Raises UploadRefused.
    """
    grant = policy.Grant(incoming_key(account_id), content_type, min_bytes=1, max_bytes=LARGEST_UPLOAD_BYTES)
    _create(grant, file)
    return grant.key


def _create(grant: policy.Grant, file: BinaryIO) -> None:
    try:
        directory_store().create(grant, file)
    except KeyTaken as taken:
        raise UploadRefused(409, "KeyAlreadyUsed", "This upload was sent already.") from taken
    except StoreFull as full:
        message = "There is no room for more photos right now. Nothing was lost; please try again later."
        raise UploadRefused(507, "InsufficientStorage", message) from full


def put_object(key: str, data: bytes, content_type: str) -> None:
    """Replaces what is there, in one step. Raises StoreFull."""
    store().put(key, data, content_type)


def delete_objects(keys: Iterable[str]) -> None:
    """What is missing already is no error: a task that runs twice deletes twice."""
    store().delete(keys)


def consume_incoming(key: str) -> None:
    """The bytes go, the key stays used: the signed form must not be good for a second file."""
    store().consume(key)


def sweep_incoming(older_than: timedelta) -> int:
    """Removes uploads nobody came for, used keys and what a crash left half-written; says how many."""
    return store().sweep_incoming(max(older_than, UPLOAD_LIFE))
