"""The API described by itself."""

from typing import Any

from tintype.api.call import Call
from tintype.api.openapi import document
from tintype.api.params import NoParams
from tintype.api.routes import Who, route


@route("GET", "/api/openapi.json", who=Who.EVERYBODY, answer=dict[str, Any])
def openapi(call: Call, params: NoParams) -> dict[str, Any]:
    """Describe the API, as OpenAPI 3.1."""
    return document()
