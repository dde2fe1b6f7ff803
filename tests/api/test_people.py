"""Other people through an app: one by one, by name, and those one might like to know."""

from typing import Any

import pytest

from tests.api.client import Api, api_of, told
from tests.away import lose_redis
from tests.queries import counted
from tintype.accounts.actions import update_profile
from tintype.accounts.models import Account
from tintype.graph.actions import block, follow
from tintype.testing.member import Member, make_member, unique_name
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


def ids(accounts: list[Any]) -> list[int]:
    return [int(account["id"]) for account in accounts]


def test_a_profile_is_for_everybody_with_its_numbers(alice: Member, bob: Member) -> None:
    update_profile(alice.id, name="Alice", bio="Hi", is_private=True, hides_follows=True)
    follow(alice.id, bob.id)
    post = make_post(bob.id)
    seen = told(Api().get(f"/api/v1/accounts/{bob.id}", {"_pe": "1"}))
    assert (seen["followers_count"], seen["following_count"], seen["statuses_count"]) == (1, 0, 1)
    assert seen["last_status_at"] == seen["created_at"][:10]
    assert post
    assert seen["url"].endswith(f"/@{bob.username}")
    seen = told(api_of(bob).get(f"/api/v1/accounts/{alice.id}/"))
    assert (seen["locked"], seen["hide_collections"], seen["display_name"], seen["note"]) == (
        True,
        True,
        "Alice",
        "<p>Hi</p>",
    )


def test_who_is_blocked_finds_nobody(alice: Member, bob: Member, charlie: Member) -> None:
    block(alice.id, charlie.id)
    searched = {"q": alice.username, "acct": alice.username, "id[]": str(alice.id)}
    for who, found, status in ((bob, [alice.id], 200), (charlie, [], 404)):
        api = api_of(who)
        assert ids(told(api.get("/api/v1/accounts/search", searched))) == found
        assert ids(told(api.get("/api/v1/accounts", searched))) == found
        assert bool(told(api.get(f"/api/v1.1/accounts/username/{alice.username}"))) == bool(found)
        told(api.get(f"/api/v1/accounts/{alice.id}"), status)
        told(api.get("/api/v1/accounts/lookup", searched), status)


@pytest.mark.parametrize("text", ["{}", "@{}", "{}@localhost:8000", "@{}@LOCALHOST", " http://localhost:8000/@{} "])
def test_people_are_found_by_every_way_to_write_their_name(alice: Member, text: str) -> None:
    typed = text.format(alice.username.upper())
    assert told(Api().get("/api/v1/accounts/lookup", {"acct": typed}))["id"] == str(alice.id)
    assert ids(told(api_of(alice).get("/api/v1/accounts/search", {"q": typed, "resolve": "true"}))) == [alice.id]


@pytest.mark.parametrize("text", ["", "@", "nobody_at_all", "{}@elsewhere.example", "a/b", "{}@localhost:8000@x", "%"])
def test_what_is_nobodys_name_finds_nobody(alice: Member, text: str) -> None:
    typed = text.format(alice.username)
    told(Api().get("/api/v1/accounts/lookup", {"acct": typed}), 404)
    assert told(api_of(alice).get("/api/v1/accounts/search", {"q": typed})) == []


def test_a_search_goes_page_by_page_and_among_those_one_follows(alice: Member) -> None:
    stem = unique_name("many")
    found = [make_member(f"{stem}x{letter}") for letter in "abc"]
    follow(alice.id, found[1].id)
    api = api_of(alice)

    def search(**params: Any) -> list[int]:
        return ids(told(api.get("/api/v1/accounts/search", {"q": stem, **params})))

    assert search() == [member.id for member in found]
    assert search(limit=2, offset=1) == [found[1].id, found[2].id]
    assert search(following="true") == [found[1].id]
    assert search(offset=10**30) == []


def test_several_profiles_come_together_and_bad_ids_are_named(alice: Member, bob: Member) -> None:
    found = told(Api().get("/api/v1/accounts", {"id[]": [alice.id, bob.id, 1]}))
    assert set(ids(found)) == {alice.id, bob.id}
    assert "id" in told(Api().get("/api/v1/accounts", {"id[]": "x"}), 422)["details"]["id.0"][0]["description"]
    told(Api().get("/api/v1/accounts", {"id[]": list(range(1, 60))}), 422)
    assert told(Api().get("/api/v1/accounts")) == []


def test_who_was_shut_out_is_not_there(alice: Member) -> None:
    Account.objects.filter(id=alice.id).update(is_active=False)
    told(Api().get(f"/api/v1/accounts/{alice.id}"), 404)
    told(Api().get("/api/v1/accounts/1"), 404)
    told(Api().get("/api/v1/accounts/x"), 404)


def test_strangers_who_posted_are_suggested_until_dismissed(alice: Member, bob: Member, charlie: Member) -> None:
    hidden, blocked, followed = (make_member(stem) for stem in ("hidden", "blocked", "followed"))
    update_profile(hidden.id, is_discoverable=False)
    for owner in (bob, charlie, hidden, blocked, followed):
        make_post(owner.id)
    block(blocked.id, alice.id)
    follow(alice.id, followed.id)
    follow(followed.id, charlie.id)
    run_tasks()
    lose_redis()
    api = api_of(alice)
    everybody = {member.id for member in (alice, bob, charlie, hidden, blocked, followed)}

    def suggested(path: str) -> list[int]:
        return [account for account in ids(told(api.get(path))) if account in everybody]

    assert suggested("/api/v1/suggestions") == [charlie.id, bob.id]
    assert suggested("/api/v1.1/discover/accounts/popular")[0] == charlie.id
    told(api.delete(f"/api/v1/suggestions/{charlie.id}"))
    assert suggested("/api/v1/suggestions") == [bob.id]
    second = told(api.get("/api/v2/suggestions"))
    assert bob.id in ids([one["account"] for one in second])


def test_the_directory_shows_whoever_lets_themselves_be_found(alice: Member, bob: Member, charlie: Member) -> None:
    update_profile(charlie.id, is_discoverable=False)
    for owner in (bob, alice, charlie):
        make_post(owner.id)
    run_tasks()
    lose_redis()
    assert ids(told(Api().get("/api/v1/directory", {"limit": 2}))) == [alice.id, bob.id]
    assert ids(told(Api().get("/api/v1/directory", {"limit": 1, "offset": 1}))) == [bob.id]
    newest = ids(told(Api().get("/api/v1/directory", {"order": "new", "local": "true"})))
    assert newest == sorted(newest, reverse=True)
    assert charlie.id not in newest
    assert bob.id in newest


@pytest.mark.parametrize("many", [1, 3])
def test_many_profiles_cost_as_many_queries_as_one(many: int) -> None:
    people = [make_member("seen") for _ in range(many)]
    asked = {"id[]": [person.id for person in people]}
    told(Api().get("/api/v1/accounts", asked))
    with counted() as warm:
        assert len(told(Api().get("/api/v1/accounts", asked))) == many
    assert warm.queries == 0
