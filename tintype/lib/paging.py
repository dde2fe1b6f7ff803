"""Pages by cursor: the id of the last thing shown, since ids sort by time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

MAX_ID = 2**63 - 1


@dataclass(frozen=True)
class Page(Generic[T_co]):
    """`next` goes into `?before=` of the following page; None means that this is the last."""

    items: Sequence[T_co]
    next: str | None = None


def parse_id(text: str | None) -> int | None:
    """The id in `text`, or None where it cannot be one: no digits, zero, or more than 63 bits."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > len(str(MAX_ID)):
        return None
    number = int(text)
    return number if 0 < number <= MAX_ID else None


def before_id(cursor: str | None) -> int:
    """The exclusive upper end of a page. A cursor that makes no sense starts at the newest."""
    return parse_id(cursor) or MAX_ID


def cut(rows: Sequence[T], limit: int) -> tuple[list[T], bool]:
    """`rows` were asked for with `limit + 1`: the page, and whether there is more."""
    return list(rows[:limit]), len(rows) > limit
