"""The API to read: every endpoint with what it takes, for people who write apps."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tintype.api.openapi import document


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    operations = [
        _shown(path, method, operation)
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    ]
    subjects = groupby(sorted(operations, key=_subject), key=_subject)
    return render(request, "api/page.html", {"subjects": [(name, list(found)) for name, found in subjects]})


def _subject(shown: dict[str, Any]) -> str:
    return str(shown["subject"])


def _shown(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    return {
        "subject": operation["tags"][0].replace("_", " "),
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"].replace("`", ""),
        "scopes": _scopes(operation["security"]),
        "is_open": {} in operation["security"],
        "takes": [*_in_address(operation), *_in_body(operation)],
        "answers": ", ".join(operation["responses"]),
    }


def _scopes(security: list[dict[str, list[str]]]) -> str:
    return " ".join(scope for needed in security for scopes in needed.values() for scope in scopes)


def _in_address(operation: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["name"], _kind(one["schema"])) for one in operation["parameters"] if one["in"] == "query"]


def _in_body(operation: dict[str, Any]) -> list[tuple[str, str]]:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    properties = content.get("schema", {}).get("properties", {})
    return [(name, _kind(schema)) for name, schema in properties.items()]


def _kind(schema: dict[str, Any]) -> str:
    if "contentMediaType" in schema:
        return "file"
    kinds = {schema.get("type", ""), *(_kind(one) for one in schema.get("anyOf", []))} - {"", "null"}
    return " or ".join(sorted(kinds)) or "object"
