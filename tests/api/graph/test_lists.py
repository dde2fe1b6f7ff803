"""Lists of people by app."""

from typing import Any

import pytest

from tests.api.client import Api, api_of, told
from tests.api.graph.test_follows import NOBODY, usernames
from tintype.graph.actions import follow, unfollow
from tintype.graph.lists.actions import add_to_list, make_list
from tintype.graph.mutes.actions import mute, unmute
from tintype.photos.shares.actions import share
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

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


def shown(api: Api, path: str) -> list[str]:
    return [status["id"] for status in told(api.get(path))]


def test_the_timeline_is_of_the_members_page_by_page(alice: Member, bob: Member, charlie: Member, birds: str) -> None:
    api, path = api_of(bob), f"/api/v1/timelines/list/{birds}"
    assert shown(api, path) == []
    posts = [str(make_post(alice.id, visibility=one)) for one in ("public", "followers", "unlisted")]
    direct = make_post(alice.id, visibility="direct")
    make_post(bob.id)
    make_post(charlie.id)
    assert shown(api, path) == posts[::-1]
    first = api.get(f"{path}?limit=2")
    assert [status["id"] for status in told(first)] == [posts[2], posts[1]]
    assert f'max_id={posts[1]}>; rel="next"' in first.headers["Link"]
    assert shown(api, f"{path}?limit=2&max_id={posts[1]}") == [posts[0]]
    assert shown(api, f"{path}?limit=1&min_id={posts[0]}") == [posts[1]]
    assert shown(api, f"{path}?limit=1&since_id={posts[0]}") == [posts[2]]
    assert shown(api, f"{path}?since_id={posts[2]}") == []
    assert str(direct) not in shown(api, path)
    for other in (charlie, alice):
        told(api_of(other).get(path), 404)
    mute(bob.id, alice.id)
    assert shown(api, path) == []
    unmute(bob.id, alice.id)
    unfollow(bob.id, alice.id)
    assert shown(api, path) == []


def test_the_timeline_has_what_its_members_shared_once(alice: Member, bob: Member, charlie: Member, birds: str) -> None:
    post = make_post(charlie.id)
    share(alice.id, post)
    run_tasks()
    api = api_of(bob)
    [status] = told(api.get(f"/api/v1/timelines/list/{birds}"))
    assert (status["reblog"]["id"], status["account"]["username"]) == (str(post), alice.username)
    follow(bob.id, alice.id, with_shares=False)
    assert shown(api, f"/api/v1/timelines/list/{birds}") == []
    follow(bob.id, alice.id, with_shares=True)
    follow(bob.id, charlie.id)
    told(api.post(f"{LISTS}/{birds}/accounts", {"account_ids": [charlie.id]}))
    assert shown(api, f"/api/v1/timelines/list/{birds}") == [str(post)]


def test_members_come_page_by_page(alice: Member, bob: Member, charlie: Member, birds: str) -> None:
    api = api_of(bob)
    follow(bob.id, charlie.id)
    told(api.post(f"{LISTS}/{birds}/accounts", {"account_ids": [charlie.id]}))
    first = api.get(f"{LISTS}/{birds}/accounts?limit=1")
    assert usernames(told(first)) == [charlie.username]
    older = first.headers["Link"].split(">")[0].removeprefix("<")
    assert usernames(told(api.get("/" + older.split("/", 3)[3]))) == [alice.username]
