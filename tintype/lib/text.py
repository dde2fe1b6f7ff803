"""What people type: cleaned once, on the way in."""

import re
import unicodedata

# Tab and newline stay; the other control characters have no business in a text and could be used to forge
# the marks that the page puts into rendered posts.
KEPT_CONTROLS = "\n\t"

TAG = re.compile(r"(?<![\w#&/])#(\w{1,50})")
MENTION = re.compile(r"(?<![\w@/])@([A-Za-z0-9_]{1,30})(?!\w)")


def clean(text: str) -> str:
    """Composed Unicode, one kind of newline, no control characters, no white space at the ends."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (c for c in composed if c in KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def tags_in(text: str) -> list[str]:
    """The hashtags of a text, case-folded, each once, in order; one of digits alone is a number, not a tag."""
    found = (match.casefold() for match in TAG.findall(text))
    return list(dict.fromkeys(tag for tag in found if not tag.isdigit()))


def mentions_in(text: str) -> list[str]:
    """The user names mentioned, in small letters, each once."""
    return list(dict.fromkeys(name.lower() for name in MENTION.findall(text)))
