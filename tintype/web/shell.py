"""The page around the home feed: rendered once a process, cut where the reader's parts go."""

import secrets
from functools import cache

from django.conf import settings
from django.template.loader import render_to_string

from tintype.notify.queries import MOST_COUNTED

_UNREAD = secrets.token_hex(16)
_CARDS = secrets.token_hex(16)


@cache
def _pieces() -> tuple[bytes, bytes, bytes, bytes]:
    context = {
        "site_name": settings.SITE_NAME,
        "signed_in": True,
        "tab": "home",
        "unread": _UNREAD,
        "cards": _CARDS,
    }
    head, foot = render_to_string("web/home.html", context).split(_CARDS)
    # The number stands twice: for the eye, and as an attribute by which the style sheet hides a nought.
    before, between, after = head.split(_UNREAD)
    return before.encode(), between.encode(), after.encode(), foot.encode()


def badge(unread: int) -> str:
    """Nobody needs to know of more than 99 by number."""
    return str(unread) if unread < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


def home_page(cards: bytes, unread: int) -> bytes:
    before, between, after, foot = _pieces()
    number = badge(unread).encode()
    return b"".join((before, number, between, number, after, cards, foot))
