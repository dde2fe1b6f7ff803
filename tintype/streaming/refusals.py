"""What an app is told when it does not get what it asks for."""

from http import HTTPStatus
from typing import Any

from aiohttp import web

from tintype.lib.away import part_is_away
from tintype.lib.errors import NotFound
from tintype.streaming.connections import TooMany
from tintype.streaming.streams import OutOfScope, Unknown


class Unauthorized(Exception):
    """No token, or one that is good for nothing (any more)."""


STATUSES: dict[type[Exception], tuple[HTTPStatus, str]] = {
    Unauthorized: (HTTPStatus.UNAUTHORIZED, "The access token is invalid"),
    NotFound: (HTTPStatus.NOT_FOUND, "Record not found"),
    TooMany: (HTTPStatus.TOO_MANY_REQUESTS, "Too many streams at once"),
    OutOfScope: (HTTPStatus.FORBIDDEN, ""),
    Unknown: (HTTPStatus.BAD_REQUEST, ""),
}


def refusal(error: Exception) -> tuple[HTTPStatus, dict[str, Any]] | None:
    """Status and body; None for what is no refusal but a fault."""
    if isinstance(error, web.HTTPException):
        return HTTPStatus(error.status), {"error": error.reason}
    if type(error) in STATUSES:
        status, said = STATUSES[type(error)]
        return status, {"error": said or str(error)}
    if part_is_away(error):
        return HTTPStatus.SERVICE_UNAVAILABLE, {"error": "Try again in a moment"}
    return None
