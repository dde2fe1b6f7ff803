"""What people wrote, as HTML: escaped, with hashtags and names as links."""

import re
from urllib.parse import quote

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from tintype.lib.links import with_links
from tintype.lib.text import MENTION, TAG

LINKS = re.compile(f"{TAG.pattern}|{MENTION.pattern}")
ADDRESS = re.compile(r"https?://[^\s<>\"]+")
LONG_LENGTH = 180
LONG_LINES = 4


def _link(match: re.Match[str]) -> str:
    tag, name = match.groups()
    if tag is None:
        return f'<a href="/@{name.lower()}/">@{name}</a>'
    if tag.isdigit():
        return escape(match[0])
    return f'<a href="/t/{quote(tag.casefold())}/">#{escape(tag)}</a>'


def linkify(text: str) -> SafeString:
    return with_links(text, LINKS, _link)


def address(text: str) -> SafeString:
    """A line that is the address of a page is a link there; any other is as `linkify` has it."""
    if not ADDRESS.fullmatch(text):
        return linkify(text)
    shown = text.partition("://")[2].rstrip("/")
    return format_html('<a href="{}" rel="me nofollow noopener">{}</a>', text, shown)


def is_long(text: str) -> bool:
    """Whether the feed shows the beginning alone."""
    return len(text) > LONG_LENGTH or text.count("\n") >= LONG_LINES
