"""Direct posts as apps list them."""

from uuid import uuid4

from tests.api.client import api_of, told
from tintype.graph.actions import block
from tintype.photos.actions import comment
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

PATH = "/api/v1/conversations"


def write(member: Member, *to: Member) -> int:
    post_id = make_post(member.id, " ".join(f"@{one.username}" for one in to), visibility="direct")
    run_tasks()
    return post_id


def say(member: Member, post_id: int) -> int:
    made = comment(member.id, post_id, "Hello", uuid4().hex).id
    run_tasks()
    return made


def test_a_conversation_is_listed_read_and_put_away(alice: Member, bob: Member, charlie: Member) -> None:
    post_id = write(alice, bob)
    said = say(bob, post_id)
    api = api_of(alice)
    [found] = told(api.get(PATH))
    assert (found["id"], found["unread"]) == (str(post_id), True)
    assert [account["id"] for account in found["accounts"]] == [str(bob.id)]
    assert (found["last_status"]["id"], found["last_status"]["visibility"]) == (str(said), "direct")
    assert told(api.post(f"{PATH}/{post_id}/read")) == found | {"unread": False}
    assert told(api.get(PATH)) == [found | {"unread": False}]
    assert told(api.delete(f"{PATH}/{post_id}")) == {}
    assert told(api.get(PATH)) == []
    told(api.post(f"{PATH}/{post_id}/read"), 404)
    told(api.delete(f"{PATH}/{post_id}"), 404)
    assert len(told(api_of(bob).get(PATH))) == 1


def test_nobody_else_sees_or_touches_it(alice: Member, bob: Member, charlie: Member) -> None:
    post_id = write(alice, bob)
    api = api_of(charlie)
    assert told(api.get(PATH)) == []
    told(api.post(f"{PATH}/{post_id}/read"), 404)
    told(api.delete(f"{PATH}/{post_id}"), 404)


def test_pages_follow_the_last_word(alice: Member, bob: Member) -> None:
    posts = [write(alice, bob) for _ in range(3)]
    said = say(bob, posts[0])
    api = api_of(alice)
    answer = api.get(PATH, {"limit": "2"})
    assert [one["id"] for one in told(answer)] == [str(posts[0]), str(posts[2])]
    assert f"max_id={posts[2]}" in answer.headers["Link"]
    assert [one["id"] for one in told(api.get(PATH, {"max_id": str(posts[2])}))] == [str(posts[1])]
    assert [one["id"] for one in told(api.get(PATH, {"min_id": str(posts[2])}))] == [str(posts[0])]
    assert told(api.get(PATH, {"since_id": str(said)})) == []


def test_a_note_to_oneself_shows_oneself(alice: Member) -> None:
    write(alice)
    [found] = told(api_of(alice).get(PATH))
    assert [account["id"] for account in found["accounts"]] == [str(alice.id)]


def test_behind_a_block_is_neither_conversation_nor_word(alice: Member, bob: Member, charlie: Member) -> None:
    post_id = write(alice, bob, charlie)
    say(charlie, post_id)
    block(bob.id, charlie.id)
    [found] = told(api_of(bob).get(PATH))
    assert found["last_status"]["id"] == str(post_id)
    block(bob.id, alice.id)
    api = api_of(bob)
    assert told(api.get(PATH)) == []
    told(api.post(f"{PATH}/{post_id}/read"), 404)


def test_the_direct_timeline_has_one_s_direct_posts_and_nobody_else_s(
    alice: Member, bob: Member, charlie: Member
) -> None:
    posts = [str(write(alice, bob)) for _ in range(3)]
    make_post(alice.id, f"@{bob.username}")
    answer = api_of(bob).get("/api/v1/timelines/direct", {"limit": "2"})
    assert [status["id"] for status in told(answer)] == [posts[2], posts[1]]
    assert f"max_id={posts[1]}" in answer.headers["Link"]
    assert [one["id"] for one in told(api_of(bob).get("/api/v1/timelines/direct", {"max_id": posts[1]}))] == posts[:1]
    assert told(api_of(charlie).get("/api/v1/timelines/direct")) == []
