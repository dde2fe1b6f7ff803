"""What people wrote, as the HTML that apps show: paragraphs and links, all else escaped."""

import re
from urllib.parse import quote

from django.conf import settings
from django.utils.html import escape

from tintype.lib.links import with_links
from tintype.lib.text import MENTION, TAG

# A full stop, a closing bracket and the like at the end belong to the sentence.
ADDRESS = re.compile(r"(?<![\w/])(https?://[^\s<>\"]*[^\s<>\".,;:!?'()\[\]])")
LINKS = re.compile(f"{ADDRESS.pattern}|{TAG.pattern}|{MENTION.pattern}")
PARAGRAPHS = re.compile(r"\n{2,}")


def html_of(text: str) -> str:
    r"""Empty where nothing was written.

    >>> html_of("1 < 2\n#Sea\n\nbye")
    '<p>1 &lt; 2<br><a href="…/t/sea" class="mention hashtag" rel="tag">#<span>Sea</span></a></p><p>bye</p>'
    """
    if not text:
        return ""
    paragraphs = (linked(part).replace("\n", "<br>") for part in PARAGRAPHS.split(text))
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def linked(text: str) -> str:
    """One line."""
    return with_links(text, LINKS, _link)


def _link(match: re.Match[str]) -> str:
    address, tag, name = match.groups()
    if address:
        return f'<a href="{escape(address)}" rel="nofollow noopener" target="_blank">{escape(address)}</a>'
    if name:
        return (
            f'<span class="h-card"><a href="{profile_url(name)}" class="u-url mention">@<span>{name}</span></a></span>'
        )
    if tag.isdigit():
        return str(escape(match[0]))
    return f'<a href="{tag_url(tag)}" class="mention hashtag" rel="tag">#<span>{escape(tag)}</span></a>'


def profile_url(username: str) -> str:
    return f"{settings.TINTYPE_URL}/@{username.lower()}"


def tag_url(tag: str) -> str:
    return f"{settings.TINTYPE_URL}/t/{quote(tag.casefold())}"
