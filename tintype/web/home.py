"""The front page, and the hot path: when warm, one Redis call, one multi-get and a join of bytes."""

from functools import cache

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from tintype.accounts.queries import people
from tintype.feed import queries as feed
from tintype.feed.records import FeedPage
from tintype.notify.queries import unread_count
from tintype.photos.queries import rendered_posts
from tintype.web.cards import ReaderCard, for_reader, render_card
from tintype.web.paging import FEED_LENGTH, cursor
from tintype.web.shell import home_page
from tintype.web.viewer import WebRequest

_NEXT = "00000"
HEADERS = {"Cache-Control": "private, no-store", "Vary": "HX-Request"}


@cache
def _snippet(name: str) -> bytes:
    return render_to_string(f"web/{name}.html", {"url": f"/?before={_NEXT}"}).encode()


def _end(page: FeedPage, before: str | None) -> bytes:
    if page.next:
        return _snippet("older").replace(_NEXT.encode(), page.next.encode())
    return _snippet("home_end" if before or page.entries else "home_empty")


def _cards(viewer: int, page: FeedPage, token: str) -> bytes:
    cards = rendered_posts(viewer, [entry.post_id for entry in page.entries], render_card)
    sharers = people({entry.by_id for entry in page.entries if entry.is_share})
    shown = [
        ReaderCard(
            cards[entry.post_id], entry.is_liked, entry.is_shared, sharers[entry.by_id] if entry.is_share else None
        )
        for entry in page.entries
        if entry.post_id in cards and (entry.by_id in sharers or not entry.is_share)
    ]
    return for_reader(shown, token)


@require_safe
def home(request: WebRequest) -> HttpResponse:
    viewer = request.viewer.id
    if viewer is None:
        return render(request, "web/landing.html", {"bare_title": True})
    before = cursor(request)
    page = feed.home(viewer, before, limit=FEED_LENGTH)
    body = _cards(viewer, page, get_token(request)) + _end(page, before)
    if not request.htmx:
        body = home_page(body, unread_count(viewer) if page.unread is None else page.unread)
    return HttpResponse(body, headers=HEADERS)
