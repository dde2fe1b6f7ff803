"""Every object with a second person: what is Alice's is not there for Bob. Made from the map of routes."""

import re
from collections.abc import Callable
from functools import cache

import pytest

from tests.api.client import Api, api_of, told
from tintype.api.routes import Route, all_routes
from tintype.graph.actions import follow
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_photo, make_post
from tintype.testing.tasks import run_tasks

# People, and stories, of which there are none. What else there is of posts is the business of tests/matrix; pins have
# a refusal of their own.
NOBODYS_OWN = {"account_id", "story_id"}
CHANGES_OF_A_POST = {
    "DELETE /api/v1/statuses/<id:status_id>",
    "PUT /api/v1/statuses/<id:status_id>",
}
PART = re.compile(r"<id:(\w+)>")


def named(route: Route) -> str:
    return f"{route.method} {route.path}"


@cache
def alice() -> Member:
    member = make_member("alice")
    follow(bob().id, member.id)
    return member


@cache
def bob() -> Member:
    return make_member("bob")


@cache
def apis() -> tuple[Api, Api]:
    return api_of(alice()), api_of(bob())


@cache
def post_of_alice() -> int:
    return make_post(alice().id, "mine")


@cache
def told_to_alice() -> str:
    """Of Bob's follow."""
    alice()
    run_tasks()
    return str(told(apis()[0].get("/api/v1/notifications"))[0]["id"])


@cache
def letter_to_alice() -> str:
    """Between her and Charlie."""
    make_post(make_member("charlie").id, f"@{alice().username} a word", visibility="direct")
    run_tasks()
    return str(told(apis()[0].get("/api/v1/conversations"))[0]["id"])


def made_by_alice(path: str, **params: str) -> str:
    return str(told(apis()[0].post(path, params))["id"])


# What each variable part of an address stands for.
OF_ALICE: dict[str, Callable[[], object]] = {
    "status_id": post_of_alice,
    "photo_id": lambda: make_photo(alice().id),
    "list_id": lambda: made_by_alice("/api/v1/lists", title="Mine"),
    "featured_id": lambda: made_by_alice("/api/v1/featured_tags", name="boats"),
    "note_id": told_to_alice,
    "conversation_id": letter_to_alice,
    "request_id": lambda: bob().id,
}


ABOUT_OBJECTS = [
    route
    for route in all_routes()
    if PART.search(route.path)
    and not set(PART.findall(route.path)) & NOBODYS_OWN
    and ("status_id" not in route.path or named(route) in CHANGES_OF_A_POST)
]


@pytest.mark.parametrize("route", ABOUT_OBJECTS, ids=named)
def test_what_is_somebody_elses_is_not_there(route: Route) -> None:
    path = PART.sub(lambda match: str(OF_ALICE[match[1]]()), route.path)
    body = {"status": "Bob's now", "title": "Bob's", "account_ids": [str(bob().id)]}
    answer = apis()[1].send(route.method, path, None if route.method in {"GET", "DELETE"} else body)
    assert told(answer, 404) == {"error": "Record not found"}


def test_it_is_all_there_for_alice_afterwards() -> None:
    assert told(apis()[0].get(f"/api/v1/statuses/{post_of_alice()}"))["content_text"] == "mine"
