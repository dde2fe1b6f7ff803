"""What people were told is done, against what stands in the databases."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import starmap

from tests.crash.crowd import Ledger
from tests.crash.truth import COMMENTS, FOLLOWS, LIKES, POSTS, Truth


@dataclass(frozen=True)
class Mark:
    """How much had been acknowledged at a moment."""

    posts: int
    likes: int
    comments: int
    follows: int


def mark(ledger: Ledger) -> Mark:
    return Mark(len(ledger.posts), len(ledger.likes), len(ledger.comments), len(ledger.follows))


class Kept:
    """Read once, when all is done."""

    def __init__(self, truth: Truth) -> None:
        self._kept = [set(truth.rows(statement)) for statement in (POSTS, LIKES, COMMENTS, FOLLOWS)]

    def lost(self, ledger: Ledger, start: Mark, end: Mark) -> int:
        """Of what was acknowledged between the two."""
        told: list[Iterable[tuple[object, ...]]] = [
            ledger.posts[start.posts : end.posts],
            ledger.likes[start.likes : end.likes],
            ledger.comments[start.comments : end.comments],
            ledger.follows[start.follows : end.follows],
        ]
        return sum(starmap(_missing, zip(told, self._kept, strict=True)))


def _missing(told: Iterable[tuple[object, ...]], kept: set[tuple[object, ...]]) -> int:
    return len(set(told) - kept)
