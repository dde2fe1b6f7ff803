"""Two things that must agree: how to walk over them, and what is said where they do not."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

K = TypeVar("K")


@dataclass(frozen=True)
class Difference(Generic[K]):
    """What differs, as a sentence with ids. At a second look the same sentence is the same difference."""

    key: K
    text: str
    # Brings one in line with the other and may run twice; None where a person has to decide.
    mend: Callable[[], object] | None = None


@dataclass(frozen=True)
class Check(Generic[K]):
    """`walk` yields what there is to compare in batches; `compare` answers what differs in a batch just now.

    To be safe while everything is running, `compare` reads the copy before the truth: then the task that will bring
    them together was there at the end of the look, and once it is done a second look finds nothing.
    """

    name: str
    walk: Callable[[], Iterator[list[K]]]
    compare: Callable[[list[K]], list[Difference[K]]]
    # Roughly how many there are, for the bar of progress.
    about: Callable[[], int] = lambda: 0


def in_batches(keys: Iterable[K], size: int) -> Iterator[list[K]]:
    """Never more than `size` of them in memory."""
    waiting = iter(keys)
    while batch := list(islice(waiting, size)):
        yield batch
