"""How often an app may ask."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import override_settings

from tests.api.client import Api, api_of, told
from tintype.lib import ratelimit
from tintype.lib.ratelimit import RATES
from tintype.testing.member import Member
from tintype.testing.posts import make_post


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


def acts(alice: Member, post: int) -> dict[str, tuple[str, str, dict[str, object]]]:
    comment = told(api_of(alice).post("/api/v1/statuses", {"status": "Hi", "in_reply_to_id": post}))["id"]
    return {
        "post": ("POST", "/api/v1/statuses", {"status": "Nothing to see"}),
        "edit": ("PUT", f"/api/v1/statuses/{post}", {"status": "Changed"}),
        "comment": ("POST", "/api/v1/statuses", {"status": "Hi", "in_reply_to_id": post}),
        "edited comment": ("PUT", f"/api/v1/statuses/{comment}", {"status": "Changed"}),
        "follow": ("POST", f"/api/v1/accounts/{alice.id}/follow", {}),
        "message": ("POST", "/api/v1.1/direct/thread/send", {"to_id": alice.id, "message": "Hi"}),
    }


@pytest.mark.parametrize("act", ["post", "edit", "comment", "edited comment", "follow", "message"])
def test_what_others_are_told_of_is_counted_as_on_the_pages(
    alice: Member, act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 2
    method, path, sent = acts(alice, make_post(alice.id))[act]
    monkeypatch.setattr(ratelimit, "RATES", RATES | dict.fromkeys(["post", "comment", "follow"], f"{most}/hour"))
    ratelimit._rate.cache_clear()
    try:
        with override_settings(TINTYPE_RATE_LIMITS=True):
            for _ in range(most):
                assert api_of(alice).send(method, path, sent).status_code in (200, 422)
            assert told(api_of(alice).send(method, path, sent), 429) == {"error": "Too many requests"}
    finally:
        ratelimit._rate.cache_clear()


@override_settings(TINTYPE_RATE_LIMITS=True)
def test_apps_of_one_address_are_counted_by_themselves() -> None:
    api = Api()
    api.client.defaults["REMOTE_ADDR"] = f"nobody else's {uuid4()}"
    answer = api.post("/api/v1/apps", {"client_name": "Snaps", "redirect_uris": "snaps://login"})
    assert answer.status_code == 200
    assert answer.headers["X-RateLimit-Limit"] == RATES["apps"].partition("/")[0]
