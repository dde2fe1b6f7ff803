"""The home, public and hashtag timelines through the API: what stands in them, and page by page by the Link header."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.api.client import Api, api_of, told
from tests.queries import counted
from tests.web.counting import member_on
from tintype.accounts.actions import update_profile
from tintype.graph.actions import block, follow
from tintype.graph.mutes.actions import mute
from tintype.photos.actions import like
from tintype.photos.shares.actions import share
from tintype.sharding.databases import shard_databases
from tintype.testing.member import Member, unique_name
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

HOME, PUBLIC = "/api/v1/timelines/home", "/api/v1/timelines/public"


def under(tag: str) -> str:
    return f"/api/v1/timelines/tag/{tag}"


def ids(api: Api, path: str, **params: Any) -> list[int]:
    return [int(status["id"]) for status in told(api.get(path, params))]


def links(answer: Any) -> dict[str, str]:
    """As apps cut the header."""
    parts = answer.headers.get("Link", "").split(", ")
    found = [re.fullmatch(r'<([^<>;,]+\?[^<>;,]+)>; rel="(\w+)"', part) for part in parts if part]
    return {match[2]: match[1] for match in found if match}


def turned(api: Api, path: str, rel: str, **params: Any) -> list[list[int]]:
    """Every page, by following the Link header to its end."""
    pages = []
    answer = api.get(path, params)
    while page := [int(status["id"]) for status in told(answer)]:
        pages.append(page)
        following = links(answer).get(rel)
        if following is None:
            break
        url = urlsplit(following)
        answer = api.get(url.path, dict(parse_qsl(url.query)))
    return pages


def test_home_has_the_posts_of_those_one_follows_and_ones_own(alice: Member, bob: Member, charlie: Member) -> None:
    follow(bob.id, alice.id)
    public, narrow = make_post(alice.id), make_post(alice.id, visibility="followers")
    own = make_post(bob.id)
    like(bob.id, narrow)
    run_tasks()
    statuses = told(api_of(bob).get(HOME))
    assert [int(status["id"]) for status in statuses] == [own, narrow, public]
    assert [status["favourited"] for status in statuses] == [False, True, False]
    assert [status["visibility"] for status in statuses] == ["public", "private", "public"]
    assert ids(api_of(charlie), HOME) == []
    told(Api().get(HOME), 401)


def test_what_somebody_shared_is_in_the_homes_of_their_followers(alice: Member, bob: Member, charlie: Member) -> None:
    follow(charlie.id, bob.id)
    post_id = make_post(alice.id)
    share(bob.id, post_id)
    run_tasks()
    (status,) = told(api_of(charlie).get(HOME))
    assert (status["account"]["username"], status["reblog"]["id"]) == (bob.username, str(post_id))
    mute(charlie.id, alice.id)
    assert ids(api_of(charlie), HOME) == []


@pytest.mark.parametrize("path", [HOME, "tag"])
def test_pages_are_turned_by_the_links_in_both_directions(alice: Member, path: str) -> None:
    tag, api = unique_name("tag"), api_of(alice)
    path = under(tag) if path == "tag" else path
    posts = [make_post(alice.id, f"#{tag}") for _ in range(5)][::-1]
    run_tasks()
    assert turned(api, path, "next", limit=2) == [posts[:2], posts[2:4], posts[4:]]
    assert turned(api, path, "prev", limit=2, min_id=posts[-1]) == [posts[2:4], posts[:2]]
    assert ids(api, path, since_id=posts[2]) == posts[:2]
    assert ids(api, path, since_id=posts[3], limit=1) == posts[:1]
    assert ids(api, path, min_id=posts[3], limit=1) == [posts[2]]
    assert ids(api, path, max_id=posts[1], since_id=posts[3]) == [posts[2]]
    assert ids(api, path, max_id=0, limit=100) == posts
    assert links(api.get(path, {"max_id": posts[-1]})) == {}


def test_public_is_for_everybody_and_has_public_posts_alone(alice: Member, bob: Member, charlie: Member) -> None:
    follow(bob.id, alice.id)
    since = make_post(alice.id)
    public = make_post(alice.id)
    for visibility in ("unlisted", "followers", "direct"):
        make_post(alice.id, f"@{bob.username}", visibility=visibility)
    block(alice.id, charlie.id)
    everybody = [Api(), api_of(alice), api_of(bob), api_of(charlie)]
    for params in ({}, {"local": "true"}, {"only_media": "1"}):
        assert [ids(api, PUBLIC, since_id=since, **params) for api in everybody] == [[public], [public], [public], []]
    assert ids(Api(), PUBLIC, remote="true") == []
    mute(bob.id, alice.id)
    assert ids(api_of(bob), PUBLIC, since_id=since) == []
    update_profile(alice.id, name="", bio="", is_private=True)
    run_tasks()
    assert [ids(api, PUBLIC, since_id=since) for api in everybody] == [[], [], [], []]


def test_hashtags_are_combined_as_apps_send_them(alice: Member) -> None:
    a, b = unique_name("ä"), unique_name("b")
    only_a, both, only_b = (make_post(alice.id, caption) for caption in (f"#{a}", f"#{a} #{b}", f"#{b.upper()}"))
    run_tasks()
    api = Api()
    assert ids(api, under(a)) == ids(api, under(a.upper())) == [both, only_a]
    assert ids(api, under(a), **{"any[]": [b, "no hashtag"]}) == [only_b, both, only_a]
    assert ids(api, under(a), **{"all[]": b}) == ids(api, under(a), all=f"#{b}") == [both]
    assert ids(api, under(a), **{"none[]": [b]}) == [only_a]
    assert ids(api, under(a), remote="True") == []
    for nothing in ("never", "two words", "12"):
        assert ids(api, under(nothing + a if nothing == "never" else nothing)) == []


def test_a_link_keeps_what_was_asked_for(alice: Member) -> None:
    a, b = unique_name("a"), unique_name("b")
    for _ in range(3):
        make_post(alice.id, f"#{a}")
        make_post(alice.id, f"#{b}")
    run_tasks()
    answer = Api().get(under(a), {"any[]": b, "limit": 2})
    query = parse_qsl(urlsplit(links(answer)["next"]).query)
    assert query == [("any[]", b), ("limit", "2"), ("max_id", told(answer)[-1]["id"])]
    assert answer.headers["Link"].index('rel="next"') < answer.headers["Link"].index('rel="prev"')


@pytest.mark.parametrize("count", [1, 4])
def test_a_page_costs_the_same_with_one_post_and_with_four(count: int) -> None:
    # All on one database: what lies on several is asked of each once.
    reader, *authors = (member_on("shard1") for _ in range(3))
    tag, api = unique_name("tag"), api_of(reader)
    for author in authors:
        follow(reader.id, author.id)
    since = make_post(reader.id)
    for number in range(count):
        make_post(authors[number % 2].id, f"#{tag} #{tag}{number}")
    run_tasks()
    costs = {}
    for name, path in {"home": HOME, "public": PUBLIC, "tag": under(tag)}.items():
        assert len(ids(api, path, since_id=since)) == count
        with counted() as asked:
            ids(api, path, since_id=since)
        costs[name] = asked.queries
    # The public timeline asks every physical database.
    assert costs == {"home": 6, "public": 11 + len(shard_databases()), "tag": 12}
