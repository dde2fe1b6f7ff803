"""What somebody posted and what they shared, as one list."""

from collections.abc import Iterable

from tintype.accounts.records import Person
from tintype.lib.paging import Cursor, Page, span_of
from tintype.photos.queries import posts_of
from tintype.photos.records import PostRecord
from tintype.photos.shares.queries import shares_of
from tintype.photos.shares.records import ShareRecord

Listed = PostRecord | ShareRecord


def posted_and_shared(viewer: int | None, owner: Person, cursor: Cursor, limit: int) -> Page[Listed]:
    """Newest first. A page may be short, since not every share is to be seen, and is not the last one for that."""
    pages = (posts_of(viewer, owner, cursor, limit), shares_of(viewer, owner, cursor, limit))
    found: list[Listed] = [*pages[0].items, *pages[1].items]
    found.sort(key=lambda one: one.id, reverse=True)
    return (_upwards if span_of(cursor).from_below else _downwards)(pages, found, limit)


def _downwards(pages: Iterable[Page[Listed]], found: list[Listed], limit: int) -> Page[Listed]:
    """Down to where both lists have been read."""
    bottom = max(_ids(page.next for page in pages), default=0)
    reached = [one for one in found if one.id >= bottom]
    shown = reached[:limit]
    below = shown[-1].id if len(shown) < len(reached) else bottom
    above = max(_ids(page.previous for page in pages), default=0)
    return Page(shown, str(below) if below else None, str(above) if above else None)


def _upwards(pages: Iterable[Page[Listed]], found: list[Listed], limit: int) -> Page[Listed]:
    """Up to where both have been read; above it is more, or nothing, as the next page will show."""
    top = min(_ids(page.previous for page in pages), default=0)
    reached = [one for one in found if one.id <= top]
    shown = reached[-limit:]
    above = shown[0].id if len(shown) < len(reached) else top
    below = shown[-1].id if shown else top
    return Page(shown, str(below) if below else None, str(above) if above else None)


def _ids(cursors: Iterable[str | None]) -> list[int]:
    return [int(cursor) for cursor in cursors if cursor]
