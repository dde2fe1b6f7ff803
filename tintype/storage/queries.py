"""Addresses and bytes of objects."""

import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import BinaryIO

from django.conf import settings

from tintype.storage import cloudfront, media, present, presign
from tintype.storage.errors import ObjectMissing
from tintype.storage.keys import is_face, is_incoming, is_photo
from tintype.storage.secrets import derived
from tintype.storage.sigv4 import utc_now
from tintype.storage.store import directory_store, store

# What may be uploaded at most; the photos room asks for no more than this.
LARGEST_UPLOAD_BYTES = 25 * 1024 * 1024
# The signed fields and the part headers of the form around the file: about 2 kB, with room.
_FORM_BYTES = 16 * 1024
CLOUDFRONT = "cloudfront"
_FACE_SECONDS = 365 * 24 * 60 * 60


def largest_upload_body() -> int:
    """A body of more bytes than this cannot be a good upload: refuse it by its Content-Length, unread."""
    return LARGEST_UPLOAD_BYTES + _FORM_BYTES


def media_url(key: str, stamp: str = "") -> str:
    """The address of an avatar, a header (both without a stamp) or a rendition, where it is shown to the world.

    `stamp` is accounts.records.Person.stamp: whether everyone may see the post *now*, and since which recall. A
    rendered page that is kept for others must be kept for less than the shortest life it carries: 60 minutes, or
    24 hours if all in it is public.
    """
    address = f"{_place_of(key)}{key}"
    if is_face(key):
        return address
    if not (is_photo(key) and stamp):
        raise ValueError(f"not to be served: {key!r}")
    if settings.TINTYPE_MEDIA and settings.TINTYPE_MEDIA.kind == CLOUDFRONT:
        return cloudfront.signed(address, media.expiry_of(key, media.SHORT, time.time()))
    expires = str(media.expiry_of(key, _life_of(stamp), time.time()))
    signature = media.signature(key, expires, stamp, derived("media"))
    return f"{address}?e={expires}&g={stamp}&s={signature}"


def _place_of(key: str) -> str:
    """Each object belongs to one edge, so that it is kept once; an edge that is added takes over its share alone.

    By a digest, since sums like CRC-32 of addresses that differ in one place share them out unevenly (5 edges: one had
    37%, another 8%).
    """
    urls = settings.TINTYPE_MEDIA_URLS
    return str(urls[0] if len(urls) == 1 else max(urls, key=lambda url: media.digest(f"{url}{key}")))


def _life_of(stamp: str) -> media.Life:
    """Somebody else's CDN is not told of a recall, so there every address dies soon."""
    return media.SHORT if settings.TINTYPE_MEDIA and not settings.TINTYPE_MEDIA.edges else media.life_of(stamp)


def check_media_url(key: str, address: Mapping[str, str]) -> bool:
    """Whether the bytes of `key` may be given to whoever shows this query: expiry (e), stamp (g), signature (s).

    Whether the stamp was recalled is for the caller to see.
    """
    if is_face(key):
        return True
    return is_photo(key) and media.is_valid(key, address, secret=derived("media"), now=time.time())


def media_max_age(key: str, e: str) -> tuple[bool, int]:
    """For a checked address: may shared caches keep the bytes, and for how many seconds may anyone."""
    if is_face(key):
        return True, _FACE_SECONDS
    seconds = max(0, int(e) - int(time.time()))
    return seconds > media.SHORT.least_seconds + media.SHORT.window_seconds, seconds


def signed_url(key: str, seconds: int) -> str:
    """An address at the store itself, for somebody who may have more than is shown to others: their original."""
    if is_incoming(key):
        raise ValueError(f"not to be served: {key!r}")
    return store().signed_url(key, seconds)


def has_directory() -> bool:
    """Whether the web server is the face of a store."""
    objects = present.objects()
    return not objects.is_s3 or bool(objects.former and not objects.former.is_s3)


def open_signed(key: str, query: Mapping[str, str]) -> BinaryIO:
    """The directory store's end of a signed address. Raises StoreRefused, ObjectMissing."""
    directory = directory_store()
    presign.check(directory.signer, key, query, utc_now())
    return directory.open(key)


def open_object(key: str) -> BinaryIO:
    """Raises ObjectMissing."""
    return store().open(key)


def object_size(key: str) -> int:
    """Raises ObjectMissing."""
    return store().size(key)


def is_stored(key: str) -> bool:
    try:
        return object_size(key) > 0
    except ObjectMissing:
        return False


def object_sizes(keys: Iterable[str]) -> dict[str, int]:
    """Of those of them that are there; many at once cost little more than one."""
    return store().sizes(keys)


def stored_among(keys: Iterable[str]) -> set[str]:
    return set(store().sizes(keys))


def stored_keys(folder: str) -> Iterator[str]:
    """Every object below `photos`, `avatars` or `headers`, in no order, also under names that no object can have."""
    return store().keys(folder)


def stored_since(key: str) -> datetime:
    """Raises ObjectMissing."""
    return store().changed_at(key)
