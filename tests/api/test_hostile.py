"""Requests that no app would send, made to be expensive or to end up where they do not belong."""

from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest

from tests.api.client import Api, api_of, told
from tests.queries import counted
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


@pytest.mark.parametrize("tail", ["", "\r\nX-Evil: 1", ", <evil>; rel=next"])
def test_the_link_header_has_nothing_in_it_but_plain_letters(alice: Member, tail: str) -> None:
    tag = f"海{uuid4().hex[:8]}"
    made = [make_post(alice.id, caption=f"#{tag}") for _ in range(2)]
    run_tasks()
    first = Api().get(f"/api/v1/timelines/tag/{quote(tag + tail)}", {"limit": "1"})
    assert [int(status["id"]) for status in told(first)] == made[1:]
    following = first.headers["Link"].partition(", ")[0]
    address = f"/api/v1/timelines/tag/{quote(tag + tail)}?limit=1&max_id={made[1]}"
    assert following == f'<http://localhost:8000{address}>; rel="next"'
    assert [int(status["id"]) for status in told(Api().get(address))] == made[:1]


def many(number: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Ten thousand ids, wherever ids are taken."""
    numbers = [number] * 10_000
    return [
        ("POST", "/api/v1/statuses", {"media_ids": numbers}),
        ("POST", "/api/v1/reports", {"account_id": number, "status_ids": numbers}),
        ("POST", "/api/v1/lists/1/accounts", {"account_ids": numbers}),
        ("POST", "/api/v1/markers", {"home": {"last_read_id": numbers}}),
        ("GET", "/api/v1/statuses", {"id": numbers}),
        ("GET", "/api/v1/accounts", {"id": numbers}),
        ("GET", "/api/v1/accounts/relationships", {"id": numbers}),
    ]


def test_ten_thousand_ids_cost_hardly_more_than_one(alice: Member) -> None:
    photo = told(api_of(alice).get(f"/api/v1/statuses/{make_post(alice.id)}"))["media_attachments"][0]["id"]
    for method, path, sent in many(photo):
        with counted() as statements:
            api_of(alice).send(method, path, sent)
        assert statements.queries < 20, path
