"""What Tintype needs of an object store, and which one it has: a directory or an S3."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, BinaryIO, Protocol

from django.conf import settings

from tintype.config.objects import ObjectStore as Described
from tintype.storage import present
from tintype.storage.chain import ChainStore
from tintype.storage.directory import DirectoryStore
from tintype.storage.errors import ObjectMissing
from tintype.storage.policy import Grant
from tintype.storage.records import Spared
from tintype.storage.secrets import derived
from tintype.storage.sigv4 import Signer

if TYPE_CHECKING:
    from tintype.storage.s3 import S3Store


class ObjectStore(Protocol):
    def create(self, grant: Grant, file: BinaryIO) -> None: ...

    def put(self, key: str, data: bytes, content_type: str) -> None: ...

    def open(self, key: str) -> BinaryIO: ...

    def size(self, key: str) -> int: ...

    def sizes(self, keys: Iterable[str]) -> dict[str, int]: ...

    def copy(self, source_key: str, target_key: str) -> None: ...

    def delete(self, keys: Iterable[str]) -> None: ...

    def consume(self, key: str) -> None: ...

    def keys(self, folder: str) -> Iterator[str]: ...

    def changed_at(self, key: str) -> datetime: ...

    def sweep_incoming(self, older_than: timedelta, spared: Spared) -> int: ...

    def signed_url(self, key: str, seconds: int) -> str: ...


def store() -> ObjectStore:
    return store_of(present.objects())


def store_of(described: Described) -> ObjectStore:
    if described.former:
        return ChainStore(store_of(replace(described, former=None)), store_of(described.former))
    return s3_store(described) if described.is_s3 else _directory(described)


def directory_store() -> DirectoryStore:
    """The one that the web server is the face of. Raises ObjectMissing where there is none."""
    objects = present.objects()
    for described in (objects, objects.former):
        if described and not described.is_s3:
            return _directory(described)
    raise ObjectMissing


def signer_of(described: Described) -> Signer:
    """The directory store is an S3 whose endpoint is the web server, and whose bucket is called `store`."""
    if described.is_s3:
        where = (described.upload_url.rstrip("/"), described.bucket)
        return Signer(*where, described.access_key, described.secret_key, described.region)
    return Signer(f"{settings.TINTYPE_URL}/store", "store", "tintype", derived("objects"), "local")


def _directory(described: Described) -> DirectoryStore:
    return DirectoryStore(described.path, signer_of(described))


@cache  # a client keeps connections; it costs 50 ms to make
def s3_store(described: Described) -> "S3Store":
    # Slow import: boto3 takes 0.3 s, and nobody who has a directory needs it.
    from tintype.storage.s3 import S3Store  # noqa: PLC0415

    return S3Store(described, signer_of(described))
