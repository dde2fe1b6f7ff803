"""What Tintype needs of an object store. The directory is one; S3 will be the second."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import BinaryIO, Protocol

from django.conf import settings

from tintype.storage.directory import DirectoryStore


class ObjectStore(Protocol):
    def put(self, key: str, data: bytes, content_type: str) -> None: ...

    def open(self, key: str) -> BinaryIO: ...

    def size(self, key: str) -> int: ...

    def delete(self, keys: Iterable[str]) -> None: ...

    def consume(self, key: str) -> None: ...

    def keys(self, folder: str) -> Iterator[str]: ...

    def changed_at(self, key: str) -> datetime: ...

    def sweep_incoming(self, older_than: timedelta) -> int: ...


def store() -> ObjectStore:
    return directory_store()


def directory_store() -> DirectoryStore:
    """The one store that takes uploads itself; S3 has an endpoint of its own."""
    return DirectoryStore(settings.TINTYPE_OBJECTS.path)
