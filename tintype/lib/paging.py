"""Pages by cursor: the id of the last thing shown, since ids sort by time."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

MAX_ID = 2**63 - 1


@dataclass(frozen=True)
class Page(Generic[T_co]):
    """`next` is the cursor of what is older, None where this is the end; `previous` of what is newer than this page."""

    items: Sequence[T_co]
    next: str | None = None
    previous: str | None = None


@dataclass(frozen=True)
class Span:
    """Which part of a list that goes by id, newest first: below `before` and above `after`, both left out.

    Where more is there than fits, the page is the newest of it; with `from_below` it is what comes next after `after`.
    """

    before: int = MAX_ID
    after: int = 0
    from_below: bool = False


Cursor = Span | str | None


def parse_id(text: str | None) -> int | None:
    """The id in `text`, or None where it cannot be one: no digits, zero, or more than 63 bits."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > len(str(MAX_ID)):
        return None
    number = int(text)
    return number if 0 < number <= MAX_ID else None


def before_id(cursor: str | None) -> int:
    """The exclusive upper end of a page. A cursor that makes no sense starts at the newest."""
    return parse_id(cursor) or MAX_ID


def span_of(cursor: Cursor) -> Span:
    """A cursor that makes no sense starts at the newest."""
    return cursor if isinstance(cursor, Span) else Span(before=before_id(cursor))


def rows_within(rows: QuerySet[Any, T], column: str, cursor: Cursor, limit: int) -> tuple[list[T], bool]:
    """The rows of one page, newest first, and whether there is more below; `column` is what the list goes by."""
    span = span_of(cursor)
    found = rows.filter(**{f"{column}__lt": span.before, f"{column}__gt": span.after})
    shown, has_more = cut(list(found.order_by(column if span.from_below else f"-{column}")[: limit + 1]), limit)
    # Below a page that was asked for from below lies at least what the asker has.
    return (shown[::-1], bool(shown)) if span.from_below else (shown, has_more)


def within_limit(rows: Iterable[T], span: Span, limit: int) -> list[T]:
    """The rows of one page, newest first, of rows from several places that begin with their id and lie in the span."""
    return sorted(sorted(rows, reverse=not span.from_below)[:limit], reverse=True)  # type: ignore[type-var]


def page_of(shown: Sequence[T], items: Sequence[T_co], id_of: Callable[[T], int], *, has_more: bool) -> Page[T_co]:
    """A page of `items`, made of the rows `shown`; some of these may not have become an item."""
    if not shown:
        return Page(items)
    return Page(items, str(id_of(shown[-1])) if has_more else None, str(id_of(shown[0])))


def cut(rows: Sequence[T], limit: int) -> tuple[list[T], bool]:
    """`rows` were asked for with `limit + 1`: the page, and whether there is more."""
    return list(rows[:limit]), len(rows) > limit
