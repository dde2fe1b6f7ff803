"""The table in docs/api.md from the map of routes; what stands before it is written by hand."""

import re
from operator import itemgetter
from pathlib import Path

from tintype.api.contract import BESIDES, Elsewhere
from tintype.api.routes import Route, Who, all_routes

PAGE = Path(__file__).resolve().parents[2] / "docs/api.md"
TABLE = """## Every endpoint

"Everybody": a token is not needed, but one that is sent has to be good. "Anybody": it is not looked at. An app's own
token is one without a person.

| endpoint | who, scope | |
| --- | --- | --- |
"""
CLOSING = """
This page is written from the routes in `tintype/api/views` and from `tintype/api/contract.py` by
`python -m tests.docs.generated`.
"""


def bare(path: str) -> str:
    """With `{}` for each variable part."""
    return re.sub(r"<[^>]+>", "{}", path)


def api() -> str:
    rows = [(bare(route.path), route.method, _row(route)) for route in all_routes()]
    for line, what in BESIDES.items():
        method, path = line.split()
        verdict = f"works: {what.how}" if isinstance(what, Elsewhere) else f"absent: {what.why}"
        rows.append((path, method, f"| `{method} {path}` | | {verdict} |\n"))
    by_hand = PAGE.read_text().partition("## Every endpoint")[0]
    return by_hand + TABLE + "".join(map(itemgetter(2), sorted(rows))) + CLOSING


def _row(route: Route) -> str:
    who = {Who.ANYBODY: "anybody", Who.EVERYBODY: "everybody", Who.APP: "any app", Who.PERSON: "a person"}[route.who]
    scope = f", `{route.scope}`" if route.scope else ""
    verdict = f"differs: {route.differs}" if route.differs else "works"
    return f"| `{route.method} {bare(route.path)}` | {who}{scope} | {verdict} |\n"
