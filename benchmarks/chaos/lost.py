"""What people were told is done, against what stands in the databases."""

from dataclasses import dataclass, fields
from typing import Any

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

    def lost(self, ledger: Ledger, start: Mark, end: Mark) -> list[tuple[str, Any]]:
        """Of what was acknowledged between the two: its kind and what it says."""
        return [
            (kind.name, told)
            for kind, kept in zip(fields(Mark), self._kept, strict=True)
            for told in getattr(ledger, kind.name)[getattr(start, kind.name) : getattr(end, kind.name)]
            if told not in kept
        ]
