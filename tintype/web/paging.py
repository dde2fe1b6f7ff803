"""Cursors and the addresses of next pages."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from tintype.lib.paging import Page, parse_id

FEED_LENGTH = 20
GRID_LENGTH = 30
LIST_LENGTH = 30


def cursor(request: HttpRequest, name: str = "before") -> str | None:
    """`?before=`; a 400 for what cannot be one."""
    before = request.GET.get(name)
    if before is not None and parse_id(before) is None:
        raise BadRequest(name)
    return before


def older_url(request: HttpRequest, page: Page[object]) -> str | None:
    return f"{request.path}?before={page.next}" if page.next else None
