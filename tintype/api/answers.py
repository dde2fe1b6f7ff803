"""What goes back to an app: always JSON, also where there is nothing to say."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse


@dataclass(frozen=True)
class Answer:
    """For a view whose answer is more than a body with status 200."""

    body: Any
    status: int = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)


def json_response(answer: Answer, more: Mapping[str, str] | None = None) -> HttpResponse:
    body = json.dumps(answer.body, ensure_ascii=False, separators=(",", ":"))
    headers = {"Cache-Control": "private, no-store", **(more or {}), **answer.headers}
    return HttpResponse(body, status=answer.status, headers=headers, content_type="application/json; charset=utf-8")


def timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds: some apps take nothing else.

    >>> timestamp(datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC))
    '2026-01-02T03:04:05.678Z'
    """
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"
