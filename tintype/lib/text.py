"""What people type: cleaned once, on the way in."""

import re
import unicodedata

# Tab and newline stay; the other control characters have no business in a text and could be used to forge
# the marks that the page puts into rendered posts.
KEPT_CONTROLS = "\n\t"

# Python's \w leaves out the marks that combine with a letter: the vowel signs of Hindi, the tones of Thai.
MARKS = "".join(c for c in map(chr, range(0x10000)) if unicodedata.category(c) in ("Mn", "Mc"))
TAG_LENGTH = 50
TAG = re.compile(rf"(?<![\w#&/])#([\w{MARKS}]{{1,{TAG_LENGTH}}})")
MENTION = re.compile(r"(?<![\w@/])@([A-Za-z0-9_]{1,30})(?!\w)")


def clean(text: str) -> str:
    """Composed Unicode, one kind of newline, no control characters, no white space at the ends.

    A text in which nothing can be seen (zero-width marks, say) is empty.
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(c for c in composed if c in KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cs"))
    is_visible = any(unicodedata.category(c)[0] not in "CZ" for c in kept)
    return kept.strip() if is_visible else ""


def tags_in(text: str) -> list[str]:
    """The hashtags of a text, case-folded, each once, in order; one of digits alone is a number, not a tag."""
    # Folding may lengthen: ß becomes ss.
    found = (match.casefold() for match in TAG.findall(text))
    return list(dict.fromkeys(tag for tag in found if not tag.isdigit() and len(tag) <= TAG_LENGTH))


def mentions_in(text: str) -> list[str]:
    """The user names mentioned, in small letters, each once."""
    return list(dict.fromkeys(name.lower() for name in MENTION.findall(text)))
