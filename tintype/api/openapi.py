"""The OpenAPI 3.1 document, made from the routes: what each takes, answers and refuses."""

import re
from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from pydantic import TypeAdapter

from tintype.accounts.scopes import SCOPES
from tintype.api.routes import Route, Who, all_routes

REF = "#/components/schemas/{model}"
ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {"type": "string"},
        "error_description": {"type": "string"},
        "details": {"type": "object"},
    },
}
_PART = re.compile(r"<(?:(\w+):)?(\w+)>")
_PART_SCHEMAS = {"id": {"type": "string", "pattern": "^[0-9]{1,19}$"}}


@cache
def document() -> dict[str, Any]:
    routes = all_routes()
    schemas, definitions = TypeAdapter.json_schemas(
        [(key, mode, TypeAdapter(kind)) for key, mode, kind in _kinds(routes)], ref_template=REF
    )
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        operation = _operation(route, schemas[_key(route), "validation"], schemas[_key(route), "serialization"])
        paths.setdefault(_PART.sub(r"{\2}", route.path), {})[route.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": settings.SITE_NAME, "version": settings.TINTYPE_VERSION},
        "servers": [{"url": settings.TINTYPE_URL}],
        "paths": paths,
        "components": {
            "schemas": {"Error": ERROR, **definitions.get("$defs", {})},
            "securitySchemes": {"oauth": _flows()},
        },
    }


def _key(route: Route) -> str:
    return f"{route.method} {route.path}"


def _kinds(routes: list[Route]) -> Any:
    for route in routes:
        yield _key(route), "validation", route.params
        yield _key(route), "serialization", route.answer


def _flows() -> dict[str, Any]:
    urls = {
        "authorizationUrl": f"{settings.TINTYPE_URL}/oauth/authorize",
        "tokenUrl": f"{settings.TINTYPE_URL}/oauth/token",
    }
    return {"type": "oauth2", "flows": {"authorizationCode": {**urls, "scopes": dict.fromkeys(SCOPES, "")}}}


def _name(route: Route) -> str:
    """By its address, since one view may answer several."""
    path = _PART.sub(r"\2", route.path)
    return f"{route.method.lower()}{path.replace('/', '_')}"


def _operation(route: Route, params: Any, answer: Any) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": route.summary,
        "operationId": _name(route),
        "tags": [route.view.__module__.rpartition(".")[2]],
        "parameters": _parts(route.path),
        "responses": _responses(route, answer),
        "security": _security(route),
    }
    properties = _properties(params)
    if route.method in {"GET", "DELETE"}:
        operation["parameters"] += [_query(name, schema) for name, schema in properties.items()]
    elif properties:
        body = {"type": "object", "properties": properties, "required": params.get("required", [])}
        kinds = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")
        operation["requestBody"] = {"content": {kind: {"schema": body} for kind in kinds}}
    return operation


def _properties(params: Any) -> dict[str, Any]:
    """A model that others use too stands among the definitions; routes have theirs to themselves."""
    return dict(params.get("properties", {}))


def _query(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    is_list = schema.get("type") == "array"
    return {"name": f"{name}[]" if is_list else name, "in": "query", "required": False, "schema": schema}


def _parts(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": _PART_SCHEMAS.get(kind, {"type": "string"})}
        for kind, name in _PART.findall(path)
    ]


def _responses(route: Route, answer: Any) -> dict[str, Any]:
    found = {"200": {"description": "OK", "content": {"application/json": {"schema": answer}}}}
    error = {"content": {"application/json": {"schema": {"$ref": REF.format(model="Error")}}}}
    for status in sorted(_statuses(route)):
        body = error if status >= HTTPStatus.BAD_REQUEST else found["200"]
        found[str(status)] = {**body, "description": HTTPStatus(status).phrase}
    return found


def _statuses(route: Route) -> set[int]:
    """400, 413, 415: a body that nobody can read. 401: a token that is dead. 429 and 503 may come at any time."""
    statuses = {400, 401, 413, 415, 422, 429, 503, *route.statuses}
    if "<" in route.path:
        statuses.add(404)
    if route.scope:
        statuses.add(403)
    return statuses


def _security(route: Route) -> list[dict[str, list[str]]]:
    if route.who is Who.ANYBODY:
        return []
    needed = [{"oauth": [route.scope] if route.scope else []}]
    return [{}, *needed] if route.who is Who.EVERYBODY else needed
