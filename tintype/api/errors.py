"""Refusals in the shape that apps know: `{"error": "…"}`."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any


class ApiError(Exception):
    """Answered with `status` and `{"error": error, **more}`."""

    def __init__(self, status: int, error: str, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(error)
        self.status = status
        self.body = {"error": error, **more}
        self.headers = headers or {}


def not_found() -> ApiError:
    """Also for what the asker may not see: missing and forbidden are alike."""
    return ApiError(HTTPStatus.NOT_FOUND, "Record not found")


def invalid(reason: str, **more: Any) -> ApiError:
    """What was asked for is understood, and cannot be."""
    return ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, f"Validation failed: {reason}", **more)


def unauthorized() -> ApiError:
    return ApiError(HTTPStatus.UNAUTHORIZED, "The access token is invalid", {"WWW-Authenticate": "Bearer"})


def out_of_scope() -> ApiError:
    return ApiError(HTTPStatus.FORBIDDEN, "This action is outside the authorized scopes")
