"""Copying all objects from one store to another, while people go on using both as one (storage.chain)."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tintype.cluster.errors import ClusterError
from tintype.cluster.storage_record import Record
from tintype.lib.differences import in_batches
from tintype.sharding.moves.tables import Amount
from tintype.storage.chain import BATCH
from tintype.storage.errors import ObjectMissing
from tintype.storage.keys import content_type_of, is_key
from tintype.storage.store import ObjectStore

# What is shown first comes first. Uploads under way stay where they are: a worker reads them there within seconds.
FOLDERS = ("avatars", "headers", "photos", "originals")
# Each waits for the network or the disk nearly all the time; the memory is that of as many photos.
AT_ONCE = 8


@dataclass(frozen=True)
class Copying:
    source: ObjectStore
    target: ObjectStore
    record: Record
    former: str

    def take_back(self) -> None:
        """What was deleted while a copying that was cut off had it in its hands."""
        keys = self.record.keys()
        kept = self.source.sizes(keys)
        self.target.delete([key for key in keys if key not in kept])

    def total(self) -> Amount:
        return sum((_amount(self.source.sizes(batch)) for batch in self._batches()), Amount())

    def copy_missing(self, advance: Callable[[Amount], object]) -> Amount:
        """Copies what the target lacks and says how much that was; `advance` hears of all that was looked at."""
        looked_at, copied = Amount(), Amount()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for batch in self._batches():
                there = self.target.sizes(batch)
                lacking = [key for key in batch if key not in there]
                looked_at += _amount(there)
                if lacking:
                    self.record.begin(self.former, lacking)
                for one in pool.map(self._copy, lacking):
                    copied += one
                    looked_at += one
                    advance(looked_at)
                advance(looked_at)
        return copied

    def _batches(self) -> Iterator[list[str]]:
        for folder in FOLDERS:
            yield from in_batches(filter(is_key, self.source.keys(folder)), BATCH)

    def _copy(self, key: str) -> Amount:
        data = _read(self.source, key)
        if data is None:
            return Amount()
        self.target.put(key, data, content_type_of(key))
        back = _read(self.target, key)
        # Who deletes does so at the source first. Where that came before this put, there is something left of it here.
        if not self._has_source(key):
            self.target.delete([key])
            return Amount()
        if back is None or hashlib.sha256(back).digest() != hashlib.sha256(data).digest():
            self.target.delete([key])
            raise ClusterError(f"{key} was not the same when it was read back. It was taken away there again.")
        return Amount(1, len(data))

    def _has_source(self, key: str) -> bool:
        try:
            return self.source.size(key) > 0
        except ObjectMissing:
            return False


def _amount(sizes: dict[str, int]) -> Amount:
    return Amount(len(sizes), sum(sizes.values()))


def _read(store: ObjectStore, key: str) -> bytes | None:
    try:
        with store.open(key) as file:
            return file.read()
    except ObjectMissing:
        return None


def strange_names(store: ObjectStore) -> Iterable[str]:
    """What lies there and Tintype has not put there. It stays where it is."""
    return (name for folder in FOLDERS for name in store.keys(folder) if not is_key(name))
