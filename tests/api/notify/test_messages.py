"""Messages between two people as Pixelfed's app writes and reads them, and its stories."""

from typing import Any

import pytest
from django.conf import settings

from tests.api.client import Api, api_of, told
from tintype.graph.actions import block, follow
from tintype.graph.mutes.actions import mute
from tintype.photos.actions import comment
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

THREAD = "/api/v1.1/direct/thread"


@pytest.fixture(autouse=True)
def words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "TINTYPE_TEXT_POSTS", True)


def send(member: Member, to: Member, text: str) -> dict[str, Any]:
    sent: dict[str, Any] = told(api_of(member).post(f"{THREAD}/send", {"to_id": str(to.id), "message": text}))
    run_tasks()
    return sent


def thread(member: Member, other: Member, **params: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = told(api_of(member).get(THREAD, {"pid": str(other.id), **params}))["messages"]
    return found


def test_two_people_write_to_each_other_and_nobody_else_reads_it(alice: Member, bob: Member, charlie: Member) -> None:
    first = send(alice, bob, f"Look at @{charlie.username}")
    assert (first["isAuthor"], first["type"], first["seen"]) == (True, "text", False)
    second = send(bob, alice, "Ha")
    assert [one["id"] for one in thread(alice, bob)] == [second["id"], first["id"]]
    assert [one["isAuthor"] for one in thread(bob, alice)] == [True, False]
    assert thread(charlie, alice) == thread(charlie, bob) == thread(alice, charlie) == []
    assert told(api_of(charlie).get(f"/api/v1/statuses/{first['id']}"), 404)
    found = told(api_of(alice).get(THREAD, {"pid": str(bob.id)}))
    assert (found["lastMessage"], found["username"], found["muted"]) == ("Ha", bob.username, False)
    mute(alice.id, bob.id)
    assert told(api_of(alice).get(THREAD, {"pid": str(bob.id)}))["muted"] is True


def test_what_was_read_is_seen(alice: Member, bob: Member) -> None:
    first = send(alice, bob, "Hello")
    assert [one["seen"] for one in thread(bob, alice)] == [False]
    told(api_of(bob).post(f"/api/v1/conversations/{first['id']}/read"))
    assert [one["seen"] for one in thread(bob, alice)] == [one["seen"] for one in thread(alice, bob)] == [True]


def test_pages_go_eight_by_eight_over_all_that_was_said(alice: Member, bob: Member) -> None:
    posts = [make_post(alice.id, f"@{bob.username}", visibility="direct") for _ in range(2)]
    said = [comment(bob.id, posts[number % 2], f"{number}", f"{number}").id for number in range(8)]
    run_tasks()
    ids = [str(one) for one in sorted(posts + said, reverse=True)]
    shown = [one["id"] for one in thread(alice, bob)]
    assert shown == ids[:8]
    older = thread(alice, bob, max_id=shown[-1])
    assert [(one["id"], one["type"]) for one in older] == [(ids[8], "photo"), (ids[9], "photo")]
    assert older[0]["media"]


def test_one_s_own_message_is_deleted_and_nobody_else_s(alice: Member, bob: Member) -> None:
    first, second = send(alice, bob, "Hello"), send(bob, alice, "Go away")
    api = api_of(alice)
    told(api.delete(f"{THREAD}/message", {"id": second["id"]}), 404)
    told(api.delete(f"{THREAD}/message", {"id": "1"}), 404)
    assert told(api_of(bob).delete(f"{THREAD}/message", {"id": second["id"]})) == [200]
    assert [one["id"] for one in thread(alice, bob)] == [first["id"]]
    assert told(api.delete(f"{THREAD}/message", {"id": first["id"]})) == [200]
    run_tasks()
    assert thread(bob, alice) == []


def test_a_message_needs_somebody_and_words(alice: Member, bob: Member, charlie: Member) -> None:
    block(bob.id, alice.id)

    def sent(to_id: int, message: str, status: int) -> Any:
        return told(api_of(alice).post(f"{THREAD}/send", {"to_id": str(to_id), "message": message}), status)

    sent(bob.id, "Hello", 404)
    sent(alice.id, "Hello", 422)
    assert "message" in sent(charlie.id, "x" * 501, 422)["details"]
    sent(charlie.id, " ", 422)


def test_where_posts_need_a_photo_the_first_message_is_refused_and_an_answer_is_not(
    alice: Member, bob: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "TINTYPE_TEXT_POSTS", False)
    told(api_of(bob).post(f"{THREAD}/send", {"to_id": str(alice.id), "message": "Hello"}), 422)
    make_post(alice.id, f"@{bob.username}", visibility="direct")
    run_tasks()
    assert send(bob, alice, "Hello")["text"] == "Hello"


def test_to_whom_one_might_write_follows_back(alice: Member, bob: Member, charlie: Member) -> None:
    for follower, followed in ((alice, bob), (bob, alice), (alice, charlie)):
        follow(follower.id, followed.id)
    found = told(api_of(alice).get("/api/v1.1/direct/compose/mutuals"))
    assert [account["id"] for account in found] == [str(bob.id)]


def test_there_are_no_stories(alice: Member) -> None:
    api = api_of(alice)
    for path in ("/api/v1.1/stories/carousel", "/api/v1.2/stories/carousel"):
        assert told(api.get(path)) == {"nodes": []}
    assert told(api.get("/api/v1.2/stories/viewers", {"sid": "1"}))["data"] == []
    assert told(api.get("/api/v1.2/stories/mention-autocomplete", {"q": "a"})) == []
    assert told(api.post("/api/v1.1/stories/seen", {"id": "1"}))["code"] == 200
    told(api.post("/api/v1.1/stories/self-expire/1"), 404)
    told(api.post("/api/v1.2/stories/publish"), 422)
    told(Api().get("/api/v1.2/stories/carousel"), 401)
