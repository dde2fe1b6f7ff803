"""Sharing through the API: what apps know as reblogs and boosts."""

from typing import Any

import pytest

from tests.api.client import Api, token_for
from tests.feed.helpers import ids
from tintype.graph.actions import block, follow
from tintype.photos.actions import comment
from tintype.photos.shares.actions import share
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

Json = Any


def api_of(member: Member) -> Api:
    return Api(token_for(member))


@pytest.fixture
def post(alice: Member) -> str:
    return str(make_post(alice.id, "hello"))


def test_a_reblog_answers_the_share_around_the_post(alice: Member, bob: Member, post: str) -> None:
    api = api_of(bob)
    wrapper = api.post(f"/api/v1/statuses/{post}/reblog").json()
    assert wrapper["id"] != post
    assert (wrapper["account"]["id"], wrapper["reblogged"]) == (str(bob.id), True)
    inner = wrapper["reblog"]
    assert (inner["id"], inner["account"]["id"], inner["reblogs_count"]) == (post, str(alice.id), 1)
    assert inner["reblogged"] is True
    assert api.post(f"/api/v1/statuses/{post}/reblog").json() == wrapper
    assert api.get(f"/api/v1/statuses/{wrapper['id']}").json() == wrapper


def test_an_unreblog_answers_the_post_and_works_by_the_share_s_id_too(bob: Member, post: str) -> None:
    api = api_of(bob)
    wrapper = api.post(f"/api/v1/statuses/{post}/reblog", {"visibility": "private"}).json()
    status = api.post(f"/api/v1/statuses/{wrapper['id']}/unreblog").json()
    assert (status["id"], status["reblogged"], status["reblog"], status["reblogs_count"]) == (post, False, None, 0)
    assert api.post(f"/api/v1/statuses/{post}/unreblog").json() == status
    assert api.get(f"/api/v1/statuses/{wrapper['id']}").status_code == 404


def test_to_reblog_a_share_is_to_share_its_post(bob: Member, charlie: Member, post: str) -> None:
    made = share(bob.id, int(post)).share_id
    wrapper = api_of(charlie).post(f"/api/v1/statuses/{made}/reblog").json()
    assert (wrapper["reblog"]["id"], wrapper["reblog"]["reblogs_count"]) == (post, 2)


def test_a_share_can_be_deleted_by_its_sharer_alone(alice: Member, bob: Member, post: str) -> None:
    made = share(bob.id, int(post)).share_id
    assert api_of(alice).delete(f"/api/v1/statuses/{made}").status_code == 404
    assert api_of(bob).delete(f"/api/v1/statuses/{made}").status_code == 200
    assert api_of(bob).get(f"/api/v1/statuses/{post}").json()["reblogs_count"] == 0


def test_what_is_not_for_everyone_is_refused_and_what_cannot_be_seen_is_not_there(
    alice: Member, bob: Member, charlie: Member, post: str
) -> None:
    follow(bob.id, alice.id)
    for_followers = make_post(alice.id, visibility="followers")
    said = comment(bob.id, int(post), "nice", "key").id
    refused = api_of(bob).post(f"/api/v1/statuses/{for_followers}/reblog")
    assert (refused.status_code, "not for everyone" in refused.json()["error"]) == (422, True)
    assert api_of(bob).post(f"/api/v1/statuses/{said}/reblog").status_code == 422
    assert api_of(charlie).post(f"/api/v1/statuses/{for_followers}/reblog").status_code == 404
    block(alice.id, charlie.id)
    assert api_of(charlie).post(f"/api/v1/statuses/{post}/reblog").status_code == 404
    assert Api().post(f"/api/v1/statuses/{post}/reblog").status_code == 401


def test_reblogged_by_is_a_list_by_pages_that_everyone_may_read(bob: Member, charlie: Member, post: str) -> None:
    path = f"/api/v1/statuses/{post}/reblogged_by"
    assert Api().get(path).json() == []
    for member in (bob, charlie):
        share(member.id, int(post))
    first = Api().get(path, {"limit": 1})
    assert [account["id"] for account in first.json()] == [str(charlie.id)]
    assert 'rel="next"' in first["Link"]
    assert [account["id"] for account in Api().get(path).json()] == [str(charlie.id), str(bob.id)]
    private = make_member("private", is_private=True)
    assert Api().get(f"/api/v1/statuses/{make_post(private.id)}/reblogged_by").status_code == 404


def test_home_and_the_sharer_s_list_have_the_share(alice: Member, bob: Member, charlie: Member, post: str) -> None:
    follow(charlie.id, bob.id)
    assert ids(charlie) == []
    made = share(bob.id, int(post)).share_id
    run_tasks()
    [status] = api_of(charlie).get("/api/v1/timelines/home").json()
    assert (status["id"], status["reblog"]["id"], status["account"]["id"]) == (str(made), post, str(bob.id))
    path = f"/api/v1/accounts/{bob.id}/statuses"
    assert [one["id"] for one in Api().get(path).json()] == [str(made)]
    assert Api().get(path, {"exclude_reblogs": "true"}).json() == []
    block(alice.id, charlie.id)
    assert api_of(charlie).get("/api/v1/timelines/home").json() == []
    assert api_of(charlie).get(path).json() == []


def pages(api: Api, path: str, limit: int) -> list[Json]:
    """By the Link header, until there is none."""
    found: list[Json] = []
    address: str | None = f"{path}?limit={limit}"
    while address:
        response = api.get(address)
        found += response.json()
        link = response.headers.get("Link", "")
        address = link.split(">", 1)[0].removeprefix("<").partition("/api/")[2] if 'rel="next"' in link else None
        address = f"/api/{address}" if address else None
    return found


@pytest.mark.parametrize("limit", [1, 2, 3, 40])
def test_posts_and_shares_of_somebody_come_in_one_order_on_pages_of_any_length(
    alice: Member, bob: Member, limit: int
) -> None:
    made: list[int] = []
    for number in range(6):
        post_id = make_post(alice.id if number % 3 else bob.id)
        made.append(share(bob.id, post_id).share_id if number % 3 else post_id)
    path = f"/api/v1/accounts/{bob.id}/statuses"
    api = api_of(alice)
    assert [status["id"] for status in pages(api, path, limit)] == [str(one) for one in reversed(made)]
    upwards = api.get(path, {"min_id": made[1], "limit": 2}).json()
    assert [status["id"] for status in upwards] == [str(made[3]), str(made[2])]
    block(alice.id, bob.id)
    run_tasks()
    assert api.get(path).status_code == 404 or api.get(path).json() == []


def test_without_shares_of_somebody_one_sees_their_posts_alone(alice: Member, bob: Member, charlie: Member) -> None:
    api = api_of(charlie)
    assert api.post(f"/api/v1/accounts/{bob.id}/follow", {"reblogs": False}).json()["showing_reblogs"] is False
    assert ids(charlie) == []
    share(bob.id, make_post(alice.id))
    run_tasks()
    assert api.get("/api/v1/timelines/home").json() == []
    assert api.post(f"/api/v1/accounts/{bob.id}/follow", {"reblogs": True}).json()["showing_reblogs"] is True
    assert len(api.get("/api/v1/timelines/home").json()) == 1


def test_the_owner_s_app_is_told(alice: Member, bob: Member, post: str) -> None:
    made = share(bob.id, int(post)).share_id
    assert made
    run_tasks()
    told = api_of(alice).get("/api/v1/notifications")
    assert [(one["type"], one["account"]["id"], one["status"]["id"]) for one in told.json()] == [
        ("reblog", str(bob.id), post)
    ]
