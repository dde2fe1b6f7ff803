"""Posts, comments and shares as apps read them: each person what they may see, page by page."""

from typing import Any
from uuid import uuid4

import pytest

from tests.api.client import Api, api_of, told
from tests.queries import counted
from tintype.api.entities import status
from tintype.api.entities.status import feed_statuses
from tintype.graph.actions import approve, block, follow
from tintype.photos.actions import comment, like
from tintype.photos.edits import edit_post
from tintype.photos.pins import pin
from tintype.photos.records import Change
from tintype.photos.saving import bookmark
from tintype.photos.shares.actions import share
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

URL = "/api/v1/statuses"


def say(member: Member, post_id: int, text: str = "Nice", parent_id: int = 0) -> int:
    return comment(member.id, post_id, text, uuid4().hex, parent_id).id


def ids(statuses: Any) -> list[int]:
    return [int(one["id"]) for one in statuses]


def link(response: Any, rel: str) -> str:
    """The path of a page's neighbour, empty where there is none."""
    for part in response.headers.get("Link", "").split(", "):
        if f'rel="{rel}"' in part:
            address = str(part[1 : part.index(">")])
            return address[address.index("/api/") :]
    return ""


def test_what_one_may_not_see_is_not_there(alice: Member, bob: Member, charlie: Member) -> None:
    follow(bob.id, alice.id)
    post_id = make_post(alice.id, visibility="followers")
    said = say(alice, post_id)
    for found in (post_id, said):
        for rest in ("", "/context", "/history", "/favourited_by", "/card", "/quotes"):
            path = f"{URL}/{found}{rest}"
            seen = [api.get(path).status_code for api in (api_of(alice), api_of(bob), api_of(charlie), Api())]
            assert seen == [200, 200, 404, 404], path
    many = {"id[]": [str(post_id), str(said), "1"]}
    assert [ids(told(api.get(URL, many))) for api in (api_of(bob), api_of(charlie), Api())] == [[post_id, said], [], []]


def test_posts_of_a_private_account_are_called_so(alice: Member) -> None:
    owner = make_member("private", is_private=True)
    follow(alice.id, owner.id)
    approve(owner.id, alice.id)
    shown = told(api_of(alice).get(f"{URL}/{make_post(owner.id)}"))
    assert (shown["visibility"], shown["account"]["locked"]) == ("private", True)


def test_what_is_said_around_a_comment(alice: Member, bob: Member, charlie: Member) -> None:
    post_id = make_post(alice.id)
    first = say(bob, post_id)
    second = say(alice, post_id, parent_id=first)
    aside = say(charlie, post_id)
    third = say(bob, post_id, parent_id=second)

    def around(status_id: int, api: Api) -> tuple[list[int], list[int]]:
        found = told(api.get(f"{URL}/{status_id}/context", {"max_id": "0", "_pe": "1"}))
        return ids(found["ancestors"]), ids(found["descendants"])

    assert around(post_id, Api()) == ([], [first, second, aside, third])
    assert around(second, Api()) == ([post_id, first], [third])
    assert around(aside, Api()) == ([post_id], [])
    block(bob.id, charlie.id)
    assert around(post_id, api_of(charlie)) == ([], [second, aside])


def test_a_share_is_a_status_around_its_post(alice: Member, bob: Member, charlie: Member) -> None:
    post_id = make_post(alice.id, "shown")
    share_id = share(bob.id, post_id).share_id
    shown = told(api_of(charlie).get(f"{URL}/{share_id}"))
    assert (shown["account"]["id"], shown["reblog"]["id"]) == (str(bob.id), str(post_id))
    assert (shown["reblogged"], shown["reblog"]["account"]["id"]) == (False, str(alice.id))
    assert told(api_of(bob).get(f"{URL}/{share_id}"))["reblogged"] is True
    # What is done to it is done to the post.
    assert told(api_of(charlie).post(f"{URL}/{share_id}/favourite"))["id"] == str(post_id)
    assert told(api_of(alice).delete(f"{URL}/{share_id}"), 404)
    assert told(api_of(bob).delete(f"{URL}/{share_id}"))["id"] == str(share_id)
    assert told(api_of(charlie).get(f"{URL}/{share_id}"), 404)
    assert told(api_of(charlie).get(f"{URL}/{post_id}"))["reblogs_count"] == 0


def test_the_posts_of_an_account_come_page_by_page(alice: Member, bob: Member) -> None:
    made = [make_post(alice.id) for _ in range(5)][::-1]
    api, path = api_of(bob), f"/api/v1/accounts/{alice.id}/statuses"
    first = api.get(path, {"limit": "2", "exclude_replies": "True"})
    second = api.get(link(first, "next"))
    third = api.get(link(second, "next"))
    assert [ids(told(page)) for page in (first, second, third)] == [made[:2], made[2:4], made[4:]]
    assert link(third, "next") == ""
    assert ids(told(api.get(link(second, "prev")))) == made[:2]
    assert ids(told(api.get(path, {"since_id": str(made[3]), "limit": "2"}))) == made[:2]
    assert ids(told(api.get(path, {"min_id": str(made[3]), "limit": "2"}))) == made[1:3]
    assert ids(told(api.get(path, {"max_id": "0", "only_media": "1"}))) == made
    assert told(api.get("/api/v1/accounts/1/statuses"), 404)


def test_what_somebody_shared_stands_among_their_posts(alice: Member, bob: Member, charlie: Member) -> None:
    made = []
    for _ in range(4):
        made.append(make_post(alice.id))
        made.append(share(alice.id, make_post(bob.id)).share_id)
    run_tasks()
    block(bob.id, charlie.id)
    api, path = api_of(charlie), f"/api/v1/accounts/{alice.id}/statuses"
    assert ids(told(Api().get(path))) == made[::-1]
    assert ids(told(api.get(path))) == ids(told(Api().get(path, {"exclude_reblogs": "true"}))) == made[-2::-2]

    def walked(api: Api, rel: str, **start: str) -> list[int]:
        found: list[int] = []
        page = api.get(path, {"limit": "3", **start})
        while told(page) or link(page, rel):
            found += ids(told(page)) if rel == "next" else ids(told(page))[::-1]
            if not link(page, rel):
                break
            page = api.get(link(page, rel))
        return found

    assert walked(Api(), "next") == made[::-1]
    assert walked(api, "next") == made[-2::-2]
    assert walked(Api(), "prev", min_id="1") == made
    assert walked(api, "prev", min_id="1") == made[::2]


def test_pinned_posts_are_asked_for_apart(alice: Member, bob: Member) -> None:
    one, two = make_post(alice.id, "#Lake"), make_post(alice.id)
    pin(alice.id, one)
    path = f"/api/v1/accounts/{alice.id}/statuses"
    [first] = told(api_of(alice).get(path, {"pinned": "true"}))
    assert (int(first["id"]), first["pinned"]) == (one, True)
    [first] = told(api_of(bob).get(path, {"pinned": "true"}))
    assert (int(first["id"]), first["pinned"]) == (one, False)
    assert ids(told(Api().get(path))) == [two, one]
    assert ids(told(Api().get(path, {"tagged": "lake"}))) == [one]


def test_no_posts_of_whom_a_block_separates(alice: Member, bob: Member) -> None:
    make_post(alice.id)
    path = f"/api/v1/accounts/{alice.id}/statuses"
    block(bob.id, alice.id)
    assert told(api_of(bob).get(path)) == []
    block(alice.id, bob.id)
    assert told(api_of(bob).get(path), 404)


def test_what_one_likes_and_keeps_comes_last_first(alice: Member, bob: Member, charlie: Member) -> None:
    posts = [make_post(alice.id) for _ in range(3)]
    hidden = make_post(charlie.id, visibility="followers")
    said = say(alice, posts[0])
    for post_id in posts:
        like(bob.id, post_id)
    for kept in (posts[1], hidden, said, posts[0]):
        bookmark(bob.id, kept)
    run_tasks()
    api = api_of(bob)
    first = api.get("/api/v1/favourites", {"limit": "2"})
    assert ids(told(first)) == posts[:0:-1]
    assert all(one["favourited"] and one["liked_at"] for one in told(first))
    assert ids(told(api.get(link(first, "next")))) == posts[:1]
    assert ids(told(api.get("/api/v1/bookmarks"))) == [posts[0], said, posts[1]]
    first = api.get("/api/v1/bookmarks", {"limit": "3"})
    assert ids(told(api.get(link(first, "next")))) == [posts[1]]
    assert [told(api_of(alice).get(path)) for path in ("/api/v1/favourites", "/api/v1/bookmarks")] == [[], []]


def test_ten_posts_cost_as_many_queries_as_one(alice: Member, bob: Member) -> None:
    costs = []
    for count in (1, 10):
        owner = make_member("owner")
        ids = [make_post(owner.id, f"@{alice.username} #sea") for _ in range(count)]
        for post_id in ids:
            say(bob, post_id)
        api, path = api_of(bob), f"/api/v1/accounts/{owner.id}/statuses"
        told(api.get(path))
        with counted() as asked:
            assert len(told(api.get(path))) == count
        costs.append(asked.queries)
    assert costs[0] == costs[1]


def test_posts_of_the_home_feed_are_made_once_for_all_and_anew_after_each_change(
    alice: Member, bob: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(bob.id, alice.id)
    post_id, other = make_post(alice.id, "before"), make_post(alice.id)

    def seen_by(viewer: Member) -> Any:
        return feed_statuses(viewer.id, [post_id])[post_id]

    edit_post(alice.id, post_id, Change(caption="after"))
    like(bob.id, post_id)
    assert (seen_by(bob)["content"], seen_by(bob)["favourites_count"]) == ("<p>after</p>", 1)
    # What was forgotten a moment ago is not kept yet; this one was not.
    feed_statuses(alice.id, [other])
    monkeypatch.setattr(status, "visible_posts", lambda *_: pytest.fail("it was kept"))
    seen = feed_statuses(bob.id, [other])[other]
    assert (seen["favourited"], seen["account"]["id"]) == (False, str(alice.id))
    monkeypatch.undo()
    assert [seen_by(viewer)["favourited"] for viewer in (alice, bob)] == [False, True]
