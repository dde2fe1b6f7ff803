"""What the pages in docs/ name in backticks: files, and things inside modules."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [*ROOT.glob("docs/**/*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("tintype/**/README.md")]
)

_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"(?:tintype|tests|docs|benchmarks)/[\w./-]*")
_DOTTED = re.compile(r"(?:tintype\.)?([a-z_]+(?:\.\w+)+)(?:\(\))?")
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
_PLACE = re.compile(r"\]\(#([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
_THING_IN_FILE = re.compile(r"`(\w+)` in `(tintype/[\w./-]+)`")


def paths_in(text: str) -> Iterator[str]:
    return (code for code in _CODE.findall(text) if _PATH.fullmatch(code))


def dotted_in(text: str) -> Iterator[str]:
    """`photos.queries.visible_posts`: names whose first part is one of the program's packages."""
    for code in _CODE.findall(text):
        match = _DOTTED.fullmatch(code)
        if match and not code.endswith(".py") and (ROOT / "tintype" / match[1].partition(".")[0]).is_dir():
            yield match[1]


def links_in(text: str) -> Iterator[str]:
    return iter(_LINK.findall(text))


def places_in(text: str) -> Iterator[str]:
    """`[a primary is gone](#a-primary-is-gone)`: places in the same page."""
    return iter(_PLACE.findall(text))


def headings_in(text: str) -> set[str]:
    """As links name them."""
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in _HEADING.findall(text)}


def things_in_files(text: str) -> Iterator[tuple[str, str]]:
    """`sendBytes` in `tintype/web/static/tintype/compose.js`."""
    return iter(_THING_IN_FILE.findall(text))


def is_there(dotted: str) -> bool:
    """A module of tintype, or something inside one."""
    parts = dotted.split(".")
    for end in range(len(parts), 0, -1):
        try:
            thing: object = import_module("tintype." + ".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for name in parts[end:]:
            if not hasattr(thing, name):
                return False
            thing = getattr(thing, name)
        return True
    return False
