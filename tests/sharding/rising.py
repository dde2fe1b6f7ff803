"""Whether ids rise, answered in a word: of two lists of thousands that differ, pytest's comparison takes minutes."""

from collections.abc import Iterable
from itertools import pairwise


def rise(ids: Iterable[int]) -> bool:
    """Each is larger than the one before it."""
    return all(earlier < later for earlier, later in pairwise(ids))
