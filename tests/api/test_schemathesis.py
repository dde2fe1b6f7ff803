"""What no test thought of: requests made up from the OpenAPI document, signed in and not.

More of them: `TINTYPE_EXAMPLES=100 .venv/bin/pytest -n 2 tests/api/test_schemathesis.py`.
"""

import os
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.client import token_for
from tintype.api.openapi import document
from tintype.testing.member import make_member

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
bounded = settings(
    max_examples=int(os.environ.get("TINTYPE_EXAMPLES", "5")),
    suppress_health_check=list(HealthCheck),
)


def _config() -> SchemathesisConfig:
    """Made-up requests that fit the document, and such as do not."""
    config = SchemathesisConfig()
    config.projects.default.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    return config


@cache
def _application() -> WSGIHandler:
    return get_wsgi_application()


schema = schemathesis.openapi.from_dict(document(), config=_config())
# Made with the first request: while tests are gathered there is no site yet.
schema.app = lambda environ, start_response: _application()(environ, start_response)  # noqa: PLW0108 - not yet


@cache
def authorization() -> dict[str, str]:
    return {"Authorization": f"Bearer {token_for(make_member('fuzz'))}"}


@pytest.mark.slow
@schema.parametrize()
@bounded
def test_nothing_made_up_by_a_person_gives_a_5xx_or_an_undocumented_answer(case: Case[Any]) -> None:
    case.call_and_validate(headers=authorization(), checks=CHECKS)


@pytest.mark.slow
@schema.parametrize()
@bounded
def test_nothing_made_up_by_nobody_gives_a_5xx_or_an_undocumented_answer(case: Case[Any]) -> None:
    case.call_and_validate(checks=CHECKS)
