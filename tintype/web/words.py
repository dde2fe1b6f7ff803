"""What people wrote, as HTML: escaped, with hashtags and names as links."""

import re
from urllib.parse import quote

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

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
    """Only what stands between links is escaped as text, so no link can begin inside an escape such as `&#39;`."""
    parts: list[str] = []
    end = 0
    for match in LINKS.finditer(text):
        parts += escape(text[end : match.start()]), _link(match)
        end = match.end()
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 - every part is escaped above


def address(text: str) -> SafeString:
    """A line that is the address of a page is a link there; any other is as `linkify` has it."""
    if not ADDRESS.fullmatch(text):
        return linkify(text)
    shown = text.partition("://")[2].rstrip("/")
    return format_html('<a href="{}" rel="me nofollow noopener">{}</a>', text, shown)


def is_long(text: str) -> bool:
    """Whether the feed shows the beginning alone."""
    return len(text) > LONG_LENGTH or text.count("\n") >= LONG_LINES
