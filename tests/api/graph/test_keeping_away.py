"""Blocks, mutes and notes by app."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.api.client import api_of, told
from tests.api.graph.test_follows import CALM, NOBODY, tied, usernames
from tests.feed.helpers import ids, insert_post
from tintype.graph.actions import block, follow
from tintype.graph.limits import NOTE_LENGTH
from tintype.graph.queries import relation
from tintype.testing.member import Member, make_member


def test_blocking_and_its_end(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    api = api_of(alice)
    for _ in range(2):
        made = told(api.post(f"/api/v1/accounts/{bob.id}/block"))
        assert made == {**CALM, "id": str(bob.id), "blocking": True}
    assert usernames(told(api.get("/api/v1/blocks"))) == [bob.username]
    assert tied(alice, bob) == [made]
    for _ in range(2):
        assert told(api.post(f"/api/v1/accounts/{bob.id}/unblock")) == {**CALM, "id": str(bob.id)}
    assert told(api.get("/api/v1/blocks")) == []


def test_who_is_blocked_does_not_learn_it_even_where_both_block(alice: Member, bob: Member) -> None:
    block(alice.id, bob.id)
    api = api_of(bob)
    expected = {**CALM, "id": str(alice.id), "blocking": True}
    assert told(api.post(f"/api/v1/accounts/{alice.id}/block")) == expected
    assert tied(bob, alice) == [expected]
    assert told(api.post(f"/api/v1/accounts/{alice.id}/unblock")) == {**CALM, "id": str(alice.id)}
    assert relation(bob.id, alice.id).is_blocked_by is True


@pytest.mark.parametrize("action", ["block", "mute"])
def test_nobody_does_it_to_themselves(alice: Member, action: str) -> None:
    answer = told(api_of(alice).post(f"/api/v1/accounts/{alice.id}/{action}"), 422)
    assert answer == {"error": f"Validation failed: You cannot {action} yourself."}


@pytest.mark.parametrize("action", ["block", "unblock", "mute", "unmute", "note"])
def test_nor_to_nobody(alice: Member, action: str) -> None:
    told(api_of(alice).post(f"/api/v1/accounts/{NOBODY}/{action}"), 404)


@pytest.mark.parametrize("action", ["mute", "unmute", "note"])
def test_nor_to_whoever_blocks_them(alice: Member, bob: Member, action: str) -> None:
    block(alice.id, bob.id)
    told(api_of(bob).post(f"/api/v1/accounts/{alice.id}/{action}"), 404)


def test_muting_and_its_end(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    post = insert_post(alice.id)
    assert ids(bob) == [post]
    api = api_of(bob)
    made = told(api.post(f"/api/v1/accounts/{alice.id}/mute"))
    assert (made["muting"], made["muting_notifications"], made["muting_expires_at"]) == (True, True, None)
    assert made["following"] is True
    assert usernames(told(api.get("/api/v1/mutes"))) == [alice.username]
    assert ids(bob) == []
    ended = told(api.post(f"/api/v1/accounts/{alice.id}/unmute"))
    assert (ended["muting"], ended["muting_notifications"]) == (False, False)
    assert (told(api.get("/api/v1/mutes")), ids(bob)) == ([], [post])


def test_a_mute_may_end_by_itself_and_leave_notifications(alice: Member, bob: Member) -> None:
    before = datetime.now(UTC)
    made = told(api_of(bob).post(f"/api/v1/accounts/{alice.id}/mute", {"duration": 3600, "notifications": False}))
    assert (made["muting"], made["muting_notifications"]) == (True, False)
    ends = datetime.fromisoformat(made["muting_expires_at"])
    assert ends >= before + timedelta(seconds=3599)
    again = told(api_of(bob).post(f"/api/v1/accounts/{alice.id}/mute?duration=0&notifications=1"))
    assert (again["muting_notifications"], again["muting_expires_at"]) == (True, None)


@pytest.mark.parametrize("duration", [-1, "soon", 10**12, 1.5, [1]])
def test_a_duration_that_is_none_is_refused_by_its_name(alice: Member, bob: Member, duration: object) -> None:
    answer = told(api_of(bob).post(f"/api/v1/accounts/{alice.id}/mute", {"duration": duration}), 422)
    assert "duration" in answer["details"]
    assert tied(bob, alice)[0]["muting"] is False


def test_a_note_is_kept_for_oneself_alone(alice: Member, bob: Member) -> None:
    api = api_of(bob)
    assert told(api.post(f"/api/v1/accounts/{alice.id}/note", {"comment": " from\0 school "}))["note"] == "from school"
    assert (tied(bob, alice)[0]["note"], tied(alice, bob)[0]["note"]) == ("from school", "")
    told(api.post(f"/api/v1/accounts/{alice.id}/note", {"comment": "x" * (NOTE_LENGTH + 1)}), 422)
    assert told(api.post(f"/api/v1/accounts/{alice.id}/note"))["note"] == ""


@pytest.mark.parametrize(("kind", "action"), [("blocks", "block"), ("mutes", "mute")])
def test_the_lists_come_page_by_page(alice: Member, kind: str, action: str) -> None:
    others = [make_member("rude") for _ in range(3)]
    api = api_of(alice)
    for other in others:
        told(api.post(f"/api/v1/accounts/{other.id}/{action}"))
    first = api.get(f"/api/v1/{kind}", {"limit": 2})
    assert usernames(told(first)) == [others[2].username, others[1].username]
    older = first.headers["Link"].split(">")[0].removeprefix("<")
    assert usernames(told(api.get("/" + older.split("/", 3)[3]))) == [others[0].username]


def test_what_there_never_is_is_an_empty_list(alice: Member) -> None:
    api = api_of(alice)
    empty = ("/api/v1/domain_blocks", "/api/v1/filters", "/api/v2/filters", "/api/v1/endorsements")
    assert [told(api.get(path)) for path in empty] == [[], [], [], []]
    assert told(api.get(f"/api/v1/accounts/{alice.id}/endorsements")) == []
    assert told(api.post("/api/v1/domain_blocks", {"domain": "x.example"})) == {}
    assert told(api.delete("/api/v1/domain_blocks", {"domain": "x.example"})) == {}
