"""What the front says when no app server does: as a page, as JSON for apps, as a line for a part of a page."""

import json
from pathlib import Path
from string import Template

HERE = Path(__file__).resolve().parent
AWAY = (
    "Back in a moment",
    "The site is away for a moment. Nothing that was posted is lost. Please try again.",
)
LONG = (
    "Too much at once",
    "What was sent is too long. Please go back and shorten it; a picture may have up to 25 MB.",
)


def write_pages(path: Path) -> None:
    for name, (heading, message) in {"away": AWAY, "long": LONG}.items():
        directory = path / name
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "page.html").write_text(_page(heading, message))
        (directory / "said.json").write_text(as_json(message))
        (directory / "said.txt").write_text(message)


def as_json(message: str) -> str:
    """In the shape that apps know."""
    return json.dumps({"error": message})


def _page(heading: str, message: str) -> str:
    # An empty address is the page that was asked for: once more.
    button = (
        {"address": "", "button": "Try again"}
        if heading == AWAY[0]
        else {"address": "/", "button": "To the front page"}
    )
    return Template((HERE / "plain.html").read_text()).substitute(heading=heading, message=message, **button)
