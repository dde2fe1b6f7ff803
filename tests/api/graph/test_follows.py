"""Following by app: what is told of it, and to whom."""

from typing import Any

import pytest

from tests.api.client import Api, api_of, told
from tintype.accounts.actions import update_profile
from tintype.graph.actions import approve, block, follow
from tintype.graph.queries import loud_follower_ids, relation
from tintype.testing.member import Member, make_member

NOBODY = 2**40
CALM = {
    "following": False,
    "showing_reblogs": False,
    "notifying": False,
    "languages": None,
    "followed_by": False,
    "blocking": False,
    "blocked_by": False,
    "muting": False,
    "muting_notifications": False,
    "muting_expires_at": None,
    "requested": False,
    "requested_by": False,
    "domain_blocking": False,
    "endorsed": False,
    "note": "",
    "following_since": None,
}


def tied(viewer: Member, *others: Member) -> list[dict[str, Any]]:
    answer = told(api_of(viewer).get("/api/v1/accounts/relationships", {"id[]": [other.id for other in others]}))
    return list(answer)


def usernames(accounts: Any) -> list[str]:
    return [account["username"] for account in accounts]


def test_following_and_stopping(alice: Member, bob: Member) -> None:
    api = api_of(bob)
    for _ in range(2):
        made = told(api.post(f"/api/v1/accounts/{alice.id}/follow"))
    assert made == {
        **CALM,
        "id": str(alice.id),
        "following": True,
        "showing_reblogs": True,
        "following_since": made["following_since"],
    }
    assert made["following_since"] is not None
    assert tied(bob, alice) == [made]
    assert tied(alice, bob) == [{**CALM, "id": str(bob.id), "followed_by": True}]
    for _ in range(2):
        assert told(api.post(f"/api/v1/accounts/{alice.id}/unfollow")) == {**CALM, "id": str(alice.id)}


@pytest.mark.parametrize("notify", [True, "true", "1", 1])
def test_a_follow_can_be_loud_and_without_shares(alice: Member, bob: Member, notify: object) -> None:
    api = api_of(bob)
    made = told(api.post(f"/api/v1/accounts/{alice.id}/follow", {"notify": notify, "reblogs": False}))
    assert (made["notifying"], made["showing_reblogs"]) == (True, False)
    assert loud_follower_ids(alice.id, 0, 10) == [bob.id]
    kept = told(api.post(f"/api/v1/accounts/{alice.id}/follow"))
    assert kept == made
    changed = told(api.post(f"/api/v1/accounts/{alice.id}/follow?notify=false&reblogs=1"))
    assert (changed["notifying"], changed["showing_reblogs"]) == (False, True)


def test_what_is_no_yes_or_no_is_refused_by_its_name(alice: Member, bob: Member) -> None:
    answer = told(api_of(bob).post(f"/api/v1/accounts/{alice.id}/follow", {"notify": "perhaps"}), 422)
    assert "notify" in answer["details"]
    assert relation(bob.id, alice.id).is_following is False


def test_a_private_account_is_asked_and_decides(bob: Member, charlie: Member) -> None:
    private = make_member("private", is_private=True)
    for member in (bob, charlie):
        asked = told(api_of(member).post(f"/api/v1/accounts/{private.id}/follow"))
        assert (asked["requested"], asked["following"], asked["showing_reblogs"]) == (True, False, False)
    api = api_of(private)
    assert usernames(told(api.get("/api/v1/follow_requests"))) == [charlie.username, bob.username]
    assert tied(private, bob)[0]["requested_by"] is True
    let_in = told(api.post(f"/api/v1/follow_requests/{bob.id}/authorize"))
    assert (let_in["followed_by"], let_in["requested_by"]) == (True, False)
    refused = told(api.post(f"/api/v1/follow_requests/{charlie.id}/reject"))
    assert (refused["followed_by"], refused["requested_by"]) == (False, False)
    assert told(api.get("/api/v1/follow_requests")) == []
    for path in (f"{bob.id}/reject", f"{bob.id}/authorize", f"{charlie.id}/authorize", f"{NOBODY}/reject"):
        told(api.post(f"/api/v1/follow_requests/{path}"), 404)
    assert [relation(one.id, private.id).is_following for one in (bob, charlie)] == [True, False]


def test_nobody_decides_for_another(bob: Member, charlie: Member) -> None:
    private = make_member("private", is_private=True)
    follow(bob.id, private.id)
    for member in (bob, charlie):
        assert told(api_of(member).get("/api/v1/follow_requests")) == []
        told(api_of(member).post(f"/api/v1/follow_requests/{bob.id}/authorize"), 404)
    assert relation(bob.id, private.id).is_requested is True


def test_a_follower_is_taken_away(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    for _ in range(2):
        gone = told(api_of(alice).post(f"/api/v1/accounts/{bob.id}/remove_from_followers"))
        assert gone == {**CALM, "id": str(bob.id)}
    assert relation(bob.id, alice.id).is_following is False


def test_nobody_follows_themselves(alice: Member) -> None:
    answer = told(api_of(alice).post(f"/api/v1/accounts/{alice.id}/follow"), 422)
    assert answer == {"error": "Validation failed: You cannot follow yourself."}
    assert tied(alice, alice) == [{**CALM, "id": str(alice.id)}]


@pytest.mark.parametrize("action", ["follow", "unfollow", "remove_from_followers"])
def test_nobody_and_who_blocks_one_are_alike(alice: Member, bob: Member, action: str) -> None:
    block(alice.id, bob.id)
    for account in (alice.id, NOBODY, "x", "0", "9" * 30):
        assert told(api_of(bob).post(f"/api/v1/accounts/{account}/{action}"), 404) == {"error": "Record not found"}
    assert tied(bob, alice) == []


def test_relationships_are_those_of_whoever_is_there(alice: Member, bob: Member) -> None:
    api = api_of(bob)
    for query in (f"id[]={alice.id}&id[]={NOBODY}", f"id={alice.id}", f"id[]={alice.id}&with_suspended=true"):
        [found] = told(api.get(f"/api/v1/accounts/relationships?{query}"))
        assert found == {**CALM, "id": str(alice.id)}
    assert told(api.get("/api/v1/accounts/relationships")) == []
    told(api.get("/api/v1/accounts/relationships?id[]=x"), 422)


def test_lists_of_people_come_page_by_page(alice: Member, bob: Member) -> None:
    fans = [make_member("fan") for _ in range(3)]
    for fan in fans:
        follow(fan.id, alice.id)
    path = f"/api/v1/accounts/{alice.id}/followers"
    first = Api().get(f"{path}?limit=2&_pe=1")
    assert usernames(told(first)) == [fans[2].username, fans[1].username]
    older = first.headers["Link"].split(">")[0].removeprefix("<")
    assert older.startswith("http://")
    second = Api().get("/" + older.split("/", 3)[3])
    assert usernames(told(second)) == [fans[0].username]
    assert 'rel="next"' not in second.headers["Link"]
    assert usernames(told(Api().get(f"/api/v1/accounts/{fans[0].id}/following"))) == [alice.username]


def test_lists_of_a_private_account_are_for_its_followers(bob: Member, charlie: Member) -> None:
    private = make_member("private", is_private=True)
    follow(bob.id, private.id)
    approve(private.id, bob.id)
    path = f"/api/v1/accounts/{private.id}/followers"
    seen = [usernames(told(api.get(path))) for api in (api_of(private), api_of(bob), api_of(charlie), Api())]
    assert seen == [[bob.username], [bob.username], [], []]
    block(private.id, charlie.id)
    for what in ("followers", "following", "endorsements"):
        told(api_of(charlie).get(f"/api/v1/accounts/{private.id}/{what}"), 404)


def test_whoever_hides_their_follows_is_not_familiar(alice: Member, bob: Member, charlie: Member) -> None:
    follow(charlie.id, bob.id)
    follow(bob.id, alice.id)
    api = api_of(charlie)
    known = told(api.get("/api/v1/accounts/familiar_followers", {"id[]": [alice.id, NOBODY]}))
    assert [(one["id"], usernames(one["accounts"])) for one in known] == [(str(alice.id), [bob.username])]
    assert usernames(told(api.get(f"/api/v1.1/accounts/mutuals/{alice.id}"))) == [bob.username]
    update_profile(bob.id, hides_follows=True)
    assert told(api.get(f"/api/v1.1/accounts/mutuals/{alice.id}")) == []
    told(api.get(f"/api/v1.1/accounts/mutuals/{NOBODY}"), 404)
