"""Telling edges what they must not show any more. Each has a door of its own for that, with a secret."""

import math
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from email.utils import parsedate_to_datetime
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse

from django.conf import settings

from tintype.config.media import Edge
from tintype.storage.secrets import derived

SECRET_HEADER = "X-Tintype-Purge"  # noqa: S105  the header's name
# An edge answers in a millisecond. The person who blocks somebody waits for it.
ANSWER_SECONDS = 1
# One that did not answer is not asked again by this process for as long: its tasks come again.
REST_SECONDS = 5
DONE = {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT}
# Changed whenever it was told everything. Without it the edge shows no photos: it may not know of a recall.
TOLD = "/void/0/0"
# What is not in its cache is purged already.
PURGED = {HTTPStatus.OK, HTTPStatus.NOT_FOUND, HTTPStatus.PRECONDITION_FAILED}

_away_until: dict[str, float] = {}


class EdgeAway(Exception):
    """It does not answer, or not as it should: it has to be told again."""


def edges() -> tuple[Edge, ...]:
    return settings.TINTYPE_MEDIA.edges if settings.TINTYPE_MEDIA else ()


def edge_called(name: str) -> Edge | None:
    return next((edge for edge in edges() if edge.name == name), None)


def refuse(edge: Edge, account_id: int, names: Iterable[str]) -> None:
    """From now on it shows nothing of this account's under these stamps, nor of these photos. Raises EdgeAway."""
    with _door(edge, derived("purge")) as ask:
        for name in names:
            ask("PUT", f"/void/{account_id}/{name}", DONE)


def purge(edge: Edge, keys: Iterable[str]) -> None:
    """What it has kept of these objects goes. They are deleted from the store first, else it fetches them anew."""
    with _door(edge, derived("purge")) as ask:
        for key in keys:
            ask("PURGE", f"/{key}", PURGED)


def note_told(edge: Edge) -> None:
    """It knows all that was recalled until now. Raises EdgeAway."""
    with _door(edge, derived("purge")) as ask:
        ask("PUT", TOLD, DONE)


def seconds_since_told(edge: Edge, secret: str) -> float:
    """By its own clock; infinite where it never was. Raises EdgeAway."""
    with _door(edge, secret) as ask:
        response = ask("GET", TOLD, {HTTPStatus.OK, HTTPStatus.NOT_FOUND})
    changed, now = response.getheader("Last-Modified"), response.getheader("Date")
    if response.status == HTTPStatus.NOT_FOUND or not (changed and now):
        return math.inf
    return (parsedate_to_datetime(now) - parsedate_to_datetime(changed)).total_seconds()


@contextmanager
def _door(edge: Edge, secret: str) -> Iterator[Callable[[str, str, set[HTTPStatus]], HTTPResponse]]:
    """Method, path and the statuses that are good."""
    if time.monotonic() < _away_until.get(edge.name, 0):
        raise EdgeAway(f"The edge {edge.name} did not answer a moment ago.")
    try:
        with closing(HTTPConnection(edge.host, edge.purge_port, timeout=ANSWER_SECONDS)) as connection:
            yield partial(_ask, connection, secret)
    except (OSError, HTTPException) as error:
        _away_until[edge.name] = time.monotonic() + REST_SECONDS
        raise EdgeAway(f"The edge {edge.name} at {edge.purge_url} does not answer: {error!r}") from error


def _ask(connection: HTTPConnection, secret: str, method: str, path: str, good: set[HTTPStatus]) -> HTTPResponse:
    connection.request(method, path, headers={SECRET_HEADER: secret, "Content-Length": "0"})
    response = connection.getresponse()
    response.read()
    if response.status not in good:
        raise EdgeAway(f"{connection.host}:{connection.port} answers {method} {path} with {response.status}.")
    return response
