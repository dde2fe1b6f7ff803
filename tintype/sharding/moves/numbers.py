"""Numbers of logical shards as people write them, "0-682,700", and as SQL asks for them."""

from collections.abc import Iterable, Iterator

from tintype.sharding.moves.errors import MoveRefused
from tintype.sharding.scope import LOGICAL_SHARDS


def read_numbers(text: str) -> list[int]:
    """Sorted, each once.

    >>> read_numbers("9-11,3")
    [3, 9, 10, 11]
    """
    found: set[int] = set()
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if not first.isdecimal() or not (last.isdecimal() if dash else not last):
            raise MoveRefused(f"Shards are written like 17, 0-682 or 3,5,9-12, not {text!r}.")
        found.update(range(int(first), int(last or first) + 1))
    if not found or max(found) >= LOGICAL_SHARDS:
        raise MoveRefused(f"Logical shards are numbered from 0 to {LOGICAL_SHARDS - 1}, the smaller one first.")
    return sorted(found)


def ranges(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each unbroken run."""
    first = last = None
    for number in sorted(numbers):
        if first is not None and last is not None and number > last + 1:
            yield first, last
            first = None
        first, last = (number if first is None else first), number
    if first is not None and last is not None:
        yield first, last


def spelled(numbers: Iterable[int]) -> str:
    """The contrary of read_numbers.

    >>> spelled([3, 9, 10, 11])
    '3,9-11'
    """
    return ",".join(f"{first}" if first == last else f"{first}-{last}" for first, last in ranges(numbers))


def condition(expression: str, numbers: Iterable[int]) -> str:
    """SQL that holds for these shards. Ranges, since a row filter goes through a list of values one by one.

    >>> condition("shard", [3, 9, 10, 11])
    '(shard BETWEEN 3 AND 3 OR shard BETWEEN 9 AND 11)'
    """
    return "(" + " OR ".join(f"{expression} BETWEEN {first} AND {last}" for first, last in ranges(numbers)) + ")"
