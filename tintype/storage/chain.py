"""Two stores as one, while objects move from the former to the present one and people go on.

What is new goes to the present store. What is not there yet is read from the former one, into which nothing is
written any more. Whoever deletes begins with the former: then the mover, who looks there once more after each copy,
never leaves behind what was deleted meanwhile.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from tintype.lib.differences import in_batches
from tintype.storage.errors import ObjectMissing
from tintype.storage.keys import content_type_of
from tintype.storage.policy import Grant
from tintype.storage.records import Spared

if TYPE_CHECKING:
    from tintype.storage.store import ObjectStore

# S3 lists as many at once.
BATCH = 1_000

T = TypeVar("T")


class ChainStore:
    def __init__(self, present: "ObjectStore", former: "ObjectStore") -> None:
        self.present, self.former = present, former

    def create(self, grant: Grant, file: BinaryIO) -> None:
        self.present.create(grant, file)

    def put(self, key: str, data: bytes, content_type: str) -> None:
        self.present.put(key, data, content_type)

    def open(self, key: str) -> BinaryIO:
        return self._first(lambda store: store.open(key))

    def size(self, key: str) -> int:
        return self._first(lambda store: store.size(key))

    def sizes(self, keys: Iterable[str]) -> dict[str, int]:
        wanted = list(keys)
        found = self.present.sizes(wanted)
        return self.former.sizes(key for key in wanted if key not in found) | found

    def changed_at(self, key: str) -> datetime:
        return self._first(lambda store: store.changed_at(key))

    def signed_url(self, key: str, seconds: int) -> str:
        return self._holder(key).signed_url(key, seconds)

    def copy(self, source_key: str, target_key: str) -> None:
        if self._holder(source_key) is self.present:
            self.present.copy(source_key, target_key)
        else:
            with self.former.open(source_key) as file:
                self.present.put(target_key, file.read(), content_type_of(target_key))

    def delete(self, keys: Iterable[str]) -> None:
        wanted = list(keys)
        self.former.delete(wanted)
        self.present.delete(wanted)

    def consume(self, key: str) -> None:
        """Where it lies: the form that allowed it is good for that store only."""
        self._holder(key).consume(key)

    def keys(self, folder: str) -> Iterator[str]:
        yield from self.present.keys(folder)
        for batch in in_batches(self.former.keys(folder), BATCH):
            there = self.present.sizes(batch)
            yield from (key for key in batch if key not in there)

    def sweep_incoming(self, older_than: timedelta, spared: Spared) -> int:
        return sum(store.sweep_incoming(older_than, spared) for store in (self.former, self.present))

    def _first(self, ask: "Callable[[ObjectStore], T]") -> T:
        with suppress(ObjectMissing):
            return ask(self.present)
        return ask(self.former)

    def _holder(self, key: str) -> "ObjectStore":
        """The one that has it; of what neither has, the present one."""
        for store in (self.present, self.former):
            with suppress(ObjectMissing):
                store.size(key)
                return store
        return self.present
