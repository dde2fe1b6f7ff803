"""The object store of one machine: a directory in which a key is a path.

An object appears whole or not at all, and is on the disk when the call returns: it is written under another
name, synced, moved to its place, and the place is synced. A path of `photos/<account>/<photo>/` needs no
further spreading: ext4 and XFS find a name among 100,000 as fast as among 100, and a photo has four files.
"""

import errno
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from tintype.storage import presign
from tintype.storage.errors import KeyTaken, ObjectMissing, StoreFull, too_large, too_small
from tintype.storage.keys import is_incoming, is_key
from tintype.storage.policy import Grant
from tintype.storage.records import Spared
from tintype.storage.sigv4 import Signer, utc_now

_CHUNK_BYTES = 256 * 1024
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class DirectoryStore:
    def __init__(self, root: Path, signer: Signer) -> None:
        self._root = root
        self.signer = signer

    def create(self, grant: Grant, file: BinaryIO) -> None:
        """Stores an upload unless its key was ever used; of two at once exactly one succeeds."""
        path = self._path(grant.key)
        if path.exists():
            raise KeyTaken(grant.key)
        # A link, unlike a rename, refuses to replace what came in between.
        self._write(path, lambda target: _copy(file, target, grant), os.link)

    def put(self, key: str, data: bytes, content_type: str) -> None:  # noqa: ARG002  # S3 stores the type; here the key ends in it
        self._write(self._path(key), lambda target: _write_all(target, data), os.replace)

    def open(self, key: str) -> BinaryIO:
        try:
            file = self._path(key).open("rb")
        except (FileNotFoundError, NotADirectoryError) as missing:
            raise ObjectMissing(key) from missing
        if os.fstat(file.fileno()).st_size == 0:
            file.close()
            raise ObjectMissing(key)
        return file

    def size(self, key: str) -> int:
        with self.open(key) as file:
            return os.fstat(file.fileno()).st_size

    def sizes(self, keys: Iterable[str]) -> dict[str, int]:
        """Of those that are there."""
        found = {}
        for key in keys:
            with suppress(ObjectMissing):
                found[key] = self.size(key)
        return found

    def copy(self, source_key: str, target_key: str) -> None:
        """Not a link: the copy is as old as it is, for whoever looks for what nobody has come for."""
        with self.open(source_key) as source:
            self._write(self._path(target_key), lambda target: shutil.copyfileobj(source, target), os.replace)

    def signed_url(self, key: str, seconds: int) -> str:
        return presign.signed_url(self.signer, key, seconds, utc_now())

    def delete(self, keys: Iterable[str]) -> None:
        for path in map(self._path, keys):
            path.unlink(missing_ok=True)
            # The folder of a photo goes with its last rendition.
            with suppress(OSError):
                path.parent.rmdir()

    def keys(self, folder: str) -> Iterator[str]:
        """Of all objects below a folder, one after the other: there may be more than memory holds."""
        for path in _files_below(self._root / folder):
            yield path.relative_to(self._root).as_posix()

    def changed_at(self, key: str) -> datetime:
        try:
            return datetime.fromtimestamp(self._path(key).stat().st_mtime, UTC)
        except (FileNotFoundError, NotADirectoryError) as missing:
            raise ObjectMissing(key) from missing

    def consume(self, key: str) -> None:
        """Leaves an empty file: it counts as missing, but its key stays taken until the sweep."""
        self._write(self._path(key), lambda _: None, os.replace)

    def sweep_incoming(self, older_than: timedelta, spared: Spared) -> int:
        before = time.time() - older_than.total_seconds()
        old = [entry for entry in self._incoming_and_half_written() if entry.stat().st_mtime < before]
        # What was consumed is empty.
        sent = {entry.path: key for entry in old if entry.stat().st_size and is_incoming(key := _key_of(entry))}
        kept = spared(list(sent.values()))
        swept = [entry for entry in old if sent.get(entry.path) not in kept]
        for entry in swept:
            Path(entry.path).unlink(missing_ok=True)
        return len(swept)

    def _incoming_and_half_written(self) -> Iterator[os.DirEntry[str]]:
        for name in ("incoming", "tmp"):
            with suppress(FileNotFoundError), os.scandir(self._root / name) as entries:
                yield from entries

    def _path(self, key: str) -> Path:
        if not is_key(key):
            raise ObjectMissing(key)
        if is_incoming(key):
            # Flat, so that the sweep reads one folder and leaves no empty ones behind.
            _, account_id, name = key.split("/")
            return self._root / "incoming" / f"{account_id}-{name}"
        return self._root / key

    def _write(self, path: Path, fill: Callable[[BinaryIO], None], place: Callable[[Path, Path], None]) -> None:
        with _full_store_said_plainly():
            _make_folder(self._root / "tmp")
            _make_folder(path.parent)
            temporary = self._root / "tmp" / secrets.token_hex(16)
            try:
                _fill_and_sync(temporary, fill)
                place(temporary, path)
            except FileExistsError as taken:
                raise KeyTaken(str(path)) from taken
            finally:
                temporary.unlink(missing_ok=True)
            _sync_folder(path.parent)


def _key_of(upload: os.DirEntry[str]) -> str:
    """Nothing of what is half written in another folder looks like one."""
    return f"incoming/{upload.name.replace('-', '/', 1)}"


def _files_below(folder: Path) -> Iterator[Path]:
    # A folder may go with its last file at any moment.
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files_below(Path(entry.path))
            else:
                yield Path(entry.path)


def _copy(source: BinaryIO, target: BinaryIO, grant: Grant) -> None:
    count = 0
    while chunk := source.read(_CHUNK_BYTES):
        count += len(chunk)
        if count > grant.max_bytes:
            raise too_large(grant.max_bytes)
        target.write(chunk)
    if count < grant.min_bytes:
        raise too_small(grant.min_bytes)


def _write_all(target: BinaryIO, data: bytes) -> None:
    target.write(data)


def _fill_and_sync(path: Path, fill: Callable[[BinaryIO], None]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        fill(file)
        file.flush()
        os.fsync(file.fileno())


def _make_folder(path: Path) -> None:
    """Each new folder is private and on the disk, which `Path.mkdir(parents=True)` does not give."""
    if path.is_dir():
        return
    _make_folder(path.parent)
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
    _sync_folder(path.parent)


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _full_store_said_plainly() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StoreFull(str(error)) from error
        raise
