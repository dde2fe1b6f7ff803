"""Likes, bookmarks, pins and quiet posts by an app: of posts and of comments, as often as one likes."""

from uuid import uuid4

import pytest

from tests.api.client import Api, api_of, told
from tintype.notify.queries import activity
from tintype.photos.actions import comment, like
from tintype.photos.limits import MOST_PINNED
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

URL = "/api/v1/statuses"


def say(member: Member, post_id: int) -> int:
    return comment(member.id, post_id, "Nice", uuid4().hex).id


@pytest.mark.parametrize("of", ["post", "comment"])
@pytest.mark.parametrize(
    "names",
    [
        ("favourite", "unfavourite", "favourited"),
        ("bookmark", "unbookmark", "bookmarked"),
        ("mute", "unmute", "muted"),
    ],
)
def test_a_mark_is_set_once_and_taken_back_once(
    alice: Member, bob: Member, of: str, names: tuple[str, str, str]
) -> None:
    do, undo, mark = names
    post_id = make_post(alice.id)
    path = f"{URL}/{post_id if of == 'post' else say(alice, post_id)}"
    api = api_of(bob)
    for name, expected in ((do, True), (do, True), (undo, False), (undo, False), (do, True)):
        assert told(api.post(f"{path}/{name}", {"_pe": "1"}))[mark] is expected
    assert told(api.get(path))[mark] is True
    assert told(api_of(alice).get(path))[mark] is False
    assert told(Api().get(path))["favourites_count"] == int(do == "favourite")


@pytest.mark.parametrize(
    "name", ["favourite", "unfavourite", "bookmark", "unbookmark", "mute", "unmute", "pin", "unpin"]
)
def test_what_one_may_not_see_cannot_be_marked(alice: Member, bob: Member, name: str) -> None:
    hidden = make_post(alice.id, visibility="followers")
    for status_id in (hidden, say(alice, hidden), 1):
        assert told(api_of(bob).post(f"{URL}/{status_id}/{name}"), 404) == {"error": "Record not found"}


def test_who_likes_it_comes_page_by_page(alice: Member, bob: Member, charlie: Member) -> None:
    post_id = make_post(alice.id)
    for liker in (bob, charlie):
        like(liker.id, post_id)
    api = api_of(alice)
    first = api.get(f"{URL}/{post_id}/favourited_by", {"limit": "1"})
    assert [person["id"] for person in told(first)] == [str(charlie.id)]
    address = first.headers["Link"].split(">")[0][1:]
    second = told(api.get(address[address.index("/api/") :]))
    assert [person["id"] for person in second] == [str(bob.id)]
    said = say(alice, post_id)
    told(api_of(bob).post(f"{URL}/{said}/favourite"))
    assert [person["id"] for person in told(Api().get(f"{URL}/{said}/favourited_by"))] == [str(bob.id)]


def test_pins_are_for_ones_own_posts_and_few(alice: Member, bob: Member) -> None:
    api = api_of(alice)
    posts = [make_post(alice.id) for _ in range(MOST_PINNED + 1)]
    assert all(told(api.post(f"{URL}/{post_id}/pin"))["pinned"] for post_id in posts[:-1])
    assert "Up to 5" in told(api.post(f"{URL}/{posts[-1]}/pin"), 422)["error"]
    assert told(api.post(f"{URL}/{posts[0]}/unpin"))["pinned"] is False
    assert told(api.post(f"{URL}/{posts[-1]}/pin"))["pinned"] is True
    for status_id in (make_post(bob.id), say(alice, posts[0])):
        assert told(api.post(f"{URL}/{status_id}/pin"), 422)["error"].startswith("Validation failed: ")


def test_of_a_quiet_post_one_hears_no_more(alice: Member, bob: Member) -> None:
    post_id = make_post(alice.id)
    told(api_of(alice).post(f"{URL}/{post_id}/mute"))
    like(bob.id, post_id)
    say(bob, post_id)
    run_tasks()
    assert list(activity(alice.id, None, 10).items) == []
    told(api_of(alice).post(f"{URL}/{post_id}/unmute"))
    like(make_member("liker").id, post_id)
    run_tasks()
    assert len(activity(alice.id, None, 10).items) == 1
