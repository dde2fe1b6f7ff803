"""Lists of people by app."""

from typing import Any

import pytest

from tests.api.client import Api, api_of, told
from tests.api.graph.test_follows import NOBODY, usernames
from tintype.graph.actions import follow
from tintype.graph.lists.actions import add_to_list, make_list
from tintype.testing.member import Member

LISTS = "/api/v1/lists"


@pytest.fixture
def birds(alice: Member, bob: Member) -> str:
    """Bob's list, in which is Alice, whom he follows."""
    follow(bob.id, alice.id)
    made = make_list(bob.id, "birds")
    add_to_list(bob.id, made.id, [alice.id])
    return str(made.id)


def members(api: Api, list_id: str) -> list[str]:
    return usernames(told(api.get(f"{LISTS}/{list_id}/accounts")))


def test_a_list_is_made_changed_and_deleted(bob: Member) -> None:
    api = api_of(bob)
    made = told(api.post(LISTS, {"title": "birds", "replies_policy": "none"}))
    assert made == {"id": made["id"], "title": "birds", "replies_policy": "none", "exclusive": False}
    path = f"{LISTS}/{made['id']}"
    assert told(api.get(LISTS)) == [made]
    assert told(api.get(path)) == made
    changed = told(api.put(path, {"title": "herons", "exclusive": "true"}))
    assert changed == {**made, "title": "herons", "exclusive": True}
    assert told(api.put(f"{path}?replies_policy=list")) == {**changed, "replies_policy": "list"}
    assert told(api.delete(path)) == {}
    told(api.delete(path), 404)
    assert told(api.get(LISTS)) == []


@pytest.mark.parametrize("wrong", [{}, {"title": " "}, {"title": "x" * 101}, {"title": "x", "replies_policy": "all"}])
def test_a_list_that_cannot_be_is_refused(bob: Member, wrong: dict[str, Any]) -> None:
    assert told(api_of(bob).post(LISTS, wrong), 422)["error"].startswith("Validation failed: ")
    assert told(api_of(bob).get(LISTS)) == []


def test_people_come_into_a_list_and_leave_it(alice: Member, bob: Member, charlie: Member, birds: str) -> None:
    api = api_of(bob)
    follow(bob.id, charlie.id)
    for _ in range(2):
        assert told(api.post(f"{LISTS}/{birds}/accounts", {"account_ids": [str(charlie.id)]})) == {}
    assert members(api, birds) == [charlie.username, alice.username]
    assert [one["id"] for one in told(api.get(f"/api/v1/accounts/{charlie.id}/lists"))] == [birds]
    # Apps send it in the body of the DELETE, or in the address.
    assert told(api.send("DELETE", f"{LISTS}/{birds}/accounts", {"account_ids": [str(charlie.id)]})) == {}
    assert members(api, birds) == [alice.username]
    assert told(api.delete(f"{LISTS}/{birds}/accounts", {"account_ids[]": [alice.id]})) == {}
    assert (members(api, birds), told(api.get(f"/api/v1/accounts/{alice.id}/lists"))) == ([], [])


def test_whom_one_does_not_follow_does_not_come_into_a_list(alice: Member, bob: Member, birds: str) -> None:
    for wrong in ([alice.id + 1], [alice.id, NOBODY]):
        told(api_of(bob).post(f"{LISTS}/{birds}/accounts", {"account_ids": wrong}), 404)
    told(api_of(bob).post(f"{LISTS}/{birds}/accounts", {"account_ids": ["x"]}), 422)
    assert members(api_of(bob), birds) == [alice.username]


def test_the_list_of_another_is_not_there(alice: Member, bob: Member, charlie: Member, birds: str) -> None:
    follow(charlie.id, alice.id)
    api = api_of(charlie)
    someone = {"account_ids": [alice.id]}
    for list_id in (birds, NOBODY):
        told(api.get(f"{LISTS}/{list_id}"), 404)
        told(api.put(f"{LISTS}/{list_id}", {"title": "mine"}), 404)
        told(api.delete(f"{LISTS}/{list_id}"), 404)
        told(api.get(f"{LISTS}/{list_id}/accounts"), 404)
        told(api.post(f"{LISTS}/{list_id}/accounts", someone), 404)
        told(api.send("DELETE", f"{LISTS}/{list_id}/accounts", someone), 404)
    assert (told(api.get(LISTS)), told(api.get(f"/api/v1/accounts/{alice.id}/lists"))) == ([], [])
    assert members(api_of(bob), birds) == [alice.username]


def test_members_come_page_by_page(alice: Member, bob: Member, charlie: Member, birds: str) -> None:
    api = api_of(bob)
    follow(bob.id, charlie.id)
    told(api.post(f"{LISTS}/{birds}/accounts", {"account_ids": [charlie.id]}))
    first = api.get(f"{LISTS}/{birds}/accounts?limit=1")
    assert usernames(told(first)) == [charlie.username]
    older = first.headers["Link"].split(">")[0].removeprefix("<")
    assert usernames(told(api.get("/" + older.split("/", 3)[3]))) == [alice.username]
