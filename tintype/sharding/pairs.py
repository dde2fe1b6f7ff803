"""Facts that two people keep: the truth on the one's shard and a copy on the other's."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from tintype.lib.differences import Difference
from tintype.sharding.models import ShardedModel
from tintype.sharding.walk import gathered, key_columns, rows_of, table_of

Pair = tuple[int, int]


@dataclass(frozen=True)
class Side:
    """A table whose primary key is a pair of ids, of which the first says where the row lives."""

    model: type[ShardedModel]
    shard_of: Callable[[int], int]
    where: str = "true"
    # What both sides say of the pair. An id that was made with the fact tells it from an earlier one of the same pair.
    value: str = "made_id"

    def walk(self) -> Iterator[list[Pair]]:
        yield from rows_of(self.model, where=self.where)

    def read(self, pairs: Iterable[Pair]) -> dict[Pair, int]:
        first, second = key_columns(self.model)
        statement = (
            f"SELECT wanted.a, wanted.b, {self.value} FROM unnest(%s::bigint[], %s::bigint[]) AS wanted(a, b)"  # noqa: S608 - names of models
            f" JOIN {table_of(self.model)} ON {first} = wanted.a AND {second} = wanted.b AND {self.where}"
        )
        rows = gathered(statement, pairs, lambda pair: self.shard_of(pair[0]), two_lists)
        return {(a, b): value for a, b, value in rows}


def two_lists(pairs: list[Pair]) -> list[list[int]]:
    return [[a for a, _ in pairs], [b for _, b in pairs]]


@dataclass(frozen=True)
class Pairs:
    """A pair is written as on the side of the truth; the copy has it the other way round."""

    truth: Side
    copy: Side
    # The sentences, with `{0}` and `{1}` for the pair and `{2}` for what is said of it.
    lacks_copy: str
    lacks_truth: str
    mend: Callable[[int, int], object]

    def walk(self) -> Iterator[list[Pair]]:
        yield from self.truth.walk()
        for pairs in self.copy.walk():
            yield [(b, a) for a, b in pairs]

    def compare(self, pairs: list[Pair]) -> list[Difference[Pair]]:
        copies = self.copy.read((b, a) for a, b in pairs)
        truths = self.truth.read(pairs)
        return [
            Difference(pair, self._said(pair, truths.get(pair), copies.get(pair[::-1])), partial(self.mend, *pair))
            for pair in pairs
            if truths.get(pair) != copies.get(pair[::-1])
        ]

    def _said(self, pair: Pair, truth: int | None, copy: int | None) -> str:
        if truth is None:
            return self.lacks_truth.format(*pair, copy)
        text = self.lacks_copy.format(*pair, truth)
        return text if copy is None else f"{text} It has {copy} instead."
