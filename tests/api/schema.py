"""Whether an answer is one that the OpenAPI document knows: its status, its type, its body key by key."""

import json
import re
from functools import cache
from typing import Any

from django.http import HttpResponseBase
from jsonschema_rs import Draft202012Validator

from tintype.api.openapi import document

JSON = "application/json"


def check_answer(method: str, path: str, response: HttpResponseBase) -> None:
    """Addresses that the document does not have are left alone: they answer that they are not there."""
    template = template_of(path)
    operation = document()["paths"].get(template, {}).get(method.lower())
    if operation is None:
        return
    status = str(response.status_code)
    assert status in operation["responses"], f"{method} {template} answers {status}, which is not in the document"
    content = operation["responses"][status]["content"]
    content_type = response.headers["Content-Type"].partition(";")[0]
    assert content_type in content, f"{method} {template} answers {content_type}"
    if content_type == JSON:
        errors = _validator(template or "", method.lower(), status).iter_errors(json.loads(response.content))  # type: ignore[attr-defined]
        wrong = [f"{'.'.join(map(str, error.instance_path))}: {error.message}" for error in errors]
        assert not wrong, f"{method} {template} {status} is not as documented:\n" + "\n".join(wrong[:10])


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Addresses without a variable part first, since they win."""
    templates = sorted(document()["paths"], key=lambda template: (template.count("{"), template))
    return [
        (re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template)) + "/?$"), template) for template in templates
    ]


def template_of(path: str) -> str | None:
    bare = path.partition("?")[0]
    return next((template for pattern, template in _patterns() if pattern.match(bare)), None)


@cache
def _validator(template: str, method: str, status: str) -> Draft202012Validator:
    whole: dict[str, Any] = document()
    schema = whole["paths"][template][method]["responses"][status]["content"][JSON]["schema"]
    return Draft202012Validator({**schema, "components": whole["components"]})
