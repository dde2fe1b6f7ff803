"""How often an app may ask."""

from datetime import UTC, datetime
from uuid import uuid4

from django.test import override_settings

from tests.api.client import Api, told
from tintype.lib.ratelimit import RATES


@override_settings(TINTYPE_RATE_LIMITS=True)
def test_every_answer_says_how_it_stands_and_one_too_many_is_a_429() -> None:
    most = int(RATES["api"].partition("/")[0])
    api = Api()
    api.client.defaults["REMOTE_ADDR"] = f"nobody else's {uuid4()}"
    for _ in range(most - 1):
        answer = api.get("/api/v1/custom_emojis")
    assert answer.headers["X-RateLimit-Limit"] == str(most)
    assert answer.headers["X-RateLimit-Remaining"] == "1"
    assert datetime.fromisoformat(answer.headers["X-RateLimit-Reset"]) > datetime.now(UTC)
    told(api.get("/api/v1/custom_emojis"))
    refused = api.get("/api/v1/custom_emojis")
    assert told(refused, 429) == {"error": "Too many requests"}
    assert refused.headers["X-RateLimit-Remaining"] == "0"


def test_where_nobody_counts_nothing_is_said() -> None:
    assert "X-RateLimit-Limit" not in Api().get("/api/v1/custom_emojis").headers
