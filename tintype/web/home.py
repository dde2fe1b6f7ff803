"""The front page, and the hot path: when warm, one Redis call, one multi-get and a join of bytes."""

from functools import cache

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from tintype.feed import queries as feed
from tintype.feed.records import FeedPage
from tintype.notify.queries import unread_count
from tintype.photos.queries import rendered_posts
from tintype.web.cards import for_reader, render_card, with_token
from tintype.web.paging import FEED_LENGTH, cursor
from tintype.web.shell import home_page
from tintype.web.viewer import WebRequest


@cache
def _snippet(name: str) -> bytes:
    return render_to_string(f"web/{name}.html").encode()


def _end(page: FeedPage, before: str | None) -> bytes:
    if page.next:
        return render_to_string("web/older.html", {"url": f"/?before={page.next}"}).encode()
    return _snippet("home_end" if before or page.entries else "home_empty")


def _cards(viewer: int, page: FeedPage) -> bytes:
    cards = rendered_posts(viewer, [entry.post_id for entry in page.entries], render_card)
    return b"".join(
        for_reader(cards[entry.post_id], is_liked=entry.is_liked) for entry in page.entries if entry.post_id in cards
    )


@require_safe
def home(request: WebRequest) -> HttpResponse:
    viewer = request.viewer.id
    if viewer is None:
        return render(request, "web/landing.html", {"bare_title": True})
    before = cursor(request)
    page = feed.home(viewer, before, limit=FEED_LENGTH)
    cards = _cards(viewer, page) + _end(page, before)
    body = cards if request.htmx else home_page(cards, unread_count(viewer) if page.unread is None else page.unread)
    return HttpResponse(with_token(body, get_token(request)))
