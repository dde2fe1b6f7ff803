"""An app that speaks the API: what the tests of the API ask with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.test import Client

from tests.api.schema import check_answer
from tintype.accounts.actions import create_token

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as HttpResponse

    from tintype.testing.member import Member

ALL_SCOPES = "read write follow push"


def token_for(member: Member, scopes: str = ALL_SCOPES) -> str:
    return create_token(member.username, scopes)


class Api:
    """Sends JSON, and parameters of GET and DELETE in the address."""

    def __init__(self, token: str | None = None) -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, params: dict[str, Any] | None = None, **headers: str) -> HttpResponse:
        return self.send("GET", path, query=params, headers=headers)

    def post(self, path: str, params: Any = None, **headers: str) -> HttpResponse:
        return self.send("POST", path, params, headers=headers)

    def put(self, path: str, params: Any = None, **headers: str) -> HttpResponse:
        return self.send("PUT", path, params, headers=headers)

    def patch(self, path: str, params: Any = None, **headers: str) -> HttpResponse:
        return self.send("PATCH", path, params, headers=headers)

    def delete(self, path: str, params: dict[str, Any] | None = None, **headers: str) -> HttpResponse:
        return self.send("DELETE", path, query=params, headers=headers)

    def form(self, path: str, fields: dict[str, Any], **headers: str) -> HttpResponse:
        """As multipart, with files."""
        return _checked("POST", path, self.client.post(path, fields, headers=self.headers | _dashed(headers)))

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> HttpResponse:
        response = self.client.generic(
            method,
            path,
            "" if body is None else json.dumps(body),
            content_type="application/json",
            headers=self.headers | _dashed(headers or {}),
            query_params=query or {},
        )
        return _checked(method, path, response)


def _checked(method: str, path: str, response: HttpResponse) -> HttpResponse:
    check_answer(method, path, response)
    return response


def _dashed(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def api_of(member: Member, scopes: str = ALL_SCOPES) -> Api:
    return Api(token_for(member, scopes))


def told(response: HttpResponse, status: int = 200) -> Any:
    """The body of an answer that has this status."""
    assert response.status_code == status, (response.status_code, response.content[:500])
    assert response.headers["Content-Type"].startswith("application/json")
    return json.loads(response.content)
