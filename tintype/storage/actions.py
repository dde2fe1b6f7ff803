"""Everything that changes what the object store holds."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import BinaryIO

from django.conf import settings

from tintype.storage import policy, present
from tintype.storage.errors import KeyTaken, StoreFull, StoreRefused, too_large
from tintype.storage.keys import incoming_key, is_incoming, owner_of
from tintype.storage.queries import LARGEST_UPLOAD_BYTES
from tintype.storage.records import SignedUpload, Spared
from tintype.storage.secrets import derived
from tintype.storage.sigv4 import utc_now
from tintype.storage.store import ObjectStore, directory_store, s3_store, signer_of, store

UPLOAD_LIFE = timedelta(minutes=10)
# All files of a photo.
_PUTS_AT_ONCE = 12


def prepare_store() -> None:
    """Makes what the store needs to begin with; a directory needs nothing. As storage.bucket.prepare."""
    if settings.TINTYPE_OBJECTS.is_s3:
        from tintype.storage.bucket import prepare  # noqa: PLC0415  slow import

        s3 = s3_store(settings.TINTYPE_OBJECTS)
        prepare(s3, origin_secret=derived("origin"), site=settings.TINTYPE_URL)


def sign_upload(account_id: int, content_type: str, size: int, key: str | None = None) -> SignedUpload:
    """For exactly `size` bytes, under a fresh key unless one of the account's is given."""
    if not 0 < size <= LARGEST_UPLOAD_BYTES:
        raise ValueError(f"an upload of {size} bytes would be refused at the door")
    key = key or incoming_key(account_id)
    if not is_incoming(key) or owner_of(key) != account_id:
        raise ValueError(f"not to be uploaded by {account_id}: {key!r}")
    now = utc_now()
    signer = signer_of(present.objects())
    grant = policy.Grant(key, content_type, min_bytes=size, max_bytes=size)
    fields = policy.signed_fields(grant, signer=signer, now=now, expires_at=now + UPLOAD_LIFE)
    return SignedUpload(f"{signer.url}/", fields, key, now + UPLOAD_LIFE)


def store_upload(fields: Mapping[str, str], file: BinaryIO | None, size: int | None = None) -> None:
    """The directory store's end of the POST. Raises StoreRefused, and then keeps nothing.

    `size` is what the form parser counted. It only spares the copying: the bytes are counted again.
    """
    store = directory_store()
    grant = policy.check(fields, signer=store.signer, now=utc_now())
    if file is None:
        raise StoreRefused(400, "InvalidArgument", "The upload form has no file in it.")
    if not is_incoming(grant.key):
        raise StoreRefused(403, "AccessDenied", "Nothing can be uploaded under this key.")
    if size is not None and size > grant.max_bytes:
        raise too_large(grant.max_bytes)
    _create(store, grant, file)


def receive_upload(account_id: int, content_type: str, file: BinaryIO) -> str:
    """For bytes that an app sends us instead of the store: they go where signed uploads go. The key of what is there.

    Raises StoreRefused.
    """
    grant = policy.Grant(incoming_key(account_id), content_type, min_bytes=1, max_bytes=LARGEST_UPLOAD_BYTES)
    _create(store(), grant, file)
    return grant.key


def _create(store: ObjectStore, grant: policy.Grant, file: BinaryIO) -> None:
    try:
        store.create(grant, file)
    except KeyTaken as taken:
        raise StoreRefused(409, "KeyAlreadyUsed", "This upload was sent already.") from taken
    except StoreFull as full:
        message = "There is no room for more photos right now. Nothing was lost; please try again later."
        raise StoreRefused(507, "InsufficientStorage", message) from full


def put_object(key: str, data: bytes, content_type: str) -> None:
    """Replaces what is there, in one step. Raises StoreFull."""
    store().put(key, data, content_type)


def put_objects(objects: Iterable[tuple[str, bytes, str]]) -> None:
    """As `put_object` with each of them, all waiting for the disk or the network together.

    The eleven files of a photo take 11 ms in a directory and not 45, for a disk syncs many files as fast as one; to
    radosgw 46 ms and not 90. Where one fails the others may be there.
    """
    with ThreadPoolExecutor(_PUTS_AT_ONCE) as pool:
        for _ in pool.map(lambda arguments: put_object(*arguments), objects):
            pass


def copy_object(source_key: str, target_key: str) -> None:
    """Inside the store, the bytes do not pass through here. Raises ObjectMissing, StoreFull."""
    store().copy(source_key, target_key)


def delete_objects(keys: Iterable[str]) -> None:
    """What is missing already is no error: a task that runs twice deletes twice."""
    store().delete(keys)


def consume_incoming(key: str) -> None:
    """The bytes go, the key stays used: the signed form must not be good for a second file."""
    store().consume(key)


def sweep_incoming(older_than: timedelta, spared: Spared) -> int:
    """Removes uploads nobody came for, used keys and what a crash left half-written; says how many."""
    return store().sweep_incoming(max(older_than, UPLOAD_LIFE), spared)
