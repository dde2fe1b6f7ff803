"""Hashtags through the API: seen, followed, shown on profiles; found by the search; what trends."""

from typing import Any

import pytest
from django.conf import settings

from tests.api.client import Api, api_of, told
from tests.photos.test_hashtags import forget_trends
from tintype.graph.actions import block, follow
from tintype.photos.actions import like
from tintype.photos.limits import MOST_FEATURED_TAGS
from tintype.testing.member import Member, make_member, unique_name
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

FOLLOWED, FEATURED, SEARCH = "/api/v1/followed_tags", "/api/v1/featured_tags", "/api/v2/search"


def test_a_hashtag_tells_how_it_is_used(alice: Member) -> None:
    name = unique_name("Größe")
    make_post(alice.id, f"#{name}")
    run_tasks()
    tag = told(Api().get(f"/api/v1/tags/{name}/"))
    assert (tag["name"], tag["count"], tag["following"], tag["featuring"]) == (name.casefold(), 1, False, False)
    assert len(tag["history"]) == 7
    assert (tag["history"][0]["uses"], tag["history"][0]["accounts"]) == ("1", "1")
    assert tag["url"].startswith(f"{settings.TINTYPE_URL}/t/gr%C3%B6sse")
    assert told(Api().get(f"/api/v1/tags/never{name}"))["count"] == 0
    for wrong in ("two words", "12", "x" * 51):
        told(Api().get(f"/api/v1/tags/{wrong}"), 404)


def test_hashtags_are_followed_and_listed_page_by_page(alice: Member, bob: Member) -> None:
    api = api_of(alice)
    for name in ("Sea", "sun", "SEA"):
        assert told(api.post(f"/api/v1/tags/{name}/follow"))["following"] is True
    assert told(api.get("/api/v1/tags/sea"))["following"] is True
    assert told(api_of(bob).get("/api/v1/tags/sea"))["following"] is False
    assert [tag["name"] for tag in told(api.get(FOLLOWED))] == ["sun", "sea"]
    first = api.get(FOLLOWED, {"limit": 1})
    assert [tag["name"] for tag in told(first)] == ["sun"]
    assert 'rel="next"' in first.headers["Link"]
    assert told(api.post("/api/v1/tags/sun/unfollow"))["following"] is False
    assert [tag["name"] for tag in told(api.get(FOLLOWED))] == ["sea"]
    told(api.post("/api/v1/tags/12/follow"), 404)


def test_a_profile_shows_hashtags(alice: Member, bob: Member, charlie: Member) -> None:
    api = api_of(alice)
    make_post(alice.id, "#sea")
    sea = told(api.post(FEATURED, {"name": "#Sea"}))
    assert (sea["name"], sea["statuses_count"], len(sea["last_status_at"])) == ("sea", "1", 10)
    assert told(api.post("/api/v1/tags/rain/feature"))["featuring"] is True
    assert told(api.get(FEATURED)) == told(api_of(bob).get(f"/api/v1/accounts/{alice.id}/featured_tags"))
    block(alice.id, charlie.id)
    told(api_of(charlie).get(f"/api/v1/accounts/{alice.id}/featured_tags"), 404)
    told(api_of(bob).delete(f"{FEATURED}/{sea['id']}"), 404)
    assert told(api.delete(f"{FEATURED}/{sea['id']}")) == {}
    assert told(api.post("/api/v1/tags/rain/unfeature"))["featuring"] is False
    assert told(api.get(FEATURED)) == []
    assert [tag["name"] for tag in told(api.get(f"{FEATURED}/suggestions"))] == ["sea"]


@pytest.mark.parametrize("name", ["", "two words", None, ["a", "b"]])
def test_what_is_no_hashtag_is_not_shown(alice: Member, name: Any) -> None:
    assert "error" in told(api_of(alice).post(FEATURED, {"name": name}), 422)


def test_a_profile_shows_only_so_many(alice: Member) -> None:
    api = api_of(alice)
    for number in range(MOST_FEATURED_TAGS):
        told(api.post(FEATURED, {"name": f"tag{number}"}))
    assert str(MOST_FEATURED_TAGS) in told(api.post(FEATURED, {"name": "onemore"}), 422)["error"]


def test_hashtags_beside_one_are_related(alice: Member) -> None:
    a, b, c = (unique_name(name) for name in "abc")
    for caption in (f"#{a} #{b}", f"#{a} #{b} #{c}", f"#{c}"):
        make_post(alice.id, caption)
    run_tasks()
    found = told(Api().get(f"/api/v1/tags/{a}/related"))
    assert found == [{"name": b, "related_count": 2}, {"name": c, "related_count": 1}]


def found(api: Api, q: str, **params: Any) -> dict[str, list[str]]:
    body = told(api.get(SEARCH, {"q": q, **params}))
    words = {"accounts": "username", "statuses": "id", "hashtags": "name"}
    return {kind: [one[word] for one in body[kind]] for kind, word in words.items()}


def test_people_posts_and_hashtags_are_found(alice: Member, bob: Member) -> None:
    stem = unique_name("find")
    ann = make_member(stem)
    post_id = make_post(alice.id, f"#{stem}ing")
    run_tasks()
    nothing: dict[str, list[str]] = {"accounts": [], "statuses": [], "hashtags": []}
    person, post = nothing | {"accounts": [ann.username]}, nothing | {"statuses": [str(post_id)]}
    for api in (Api(), api_of(bob)):
        assert found(api, stem) == person | {"hashtags": [f"{stem}ing"]}
        assert found(api, f"#{stem.upper()}") == nothing | {"hashtags": [f"{stem}ing"]}
        host = settings.TINTYPE_URL.partition("//")[2]
        for text in (f"@{ann.username}", f"{ann.username}@{host}", f"{settings.TINTYPE_URL}/@{ann.username}"):
            assert found(api, text, type="accounts", resolve="true") == person
        for text in (f"{settings.TINTYPE_URL}/p/{post_id}", f"{settings.TINTYPE_URL}/p/{post_id}/", str(post_id)):
            assert found(api, text, type="statuses") == post
        assert found(api, stem, type="hashtags", limit=1, offset=1) == nothing
        for text in ("", " ", "from:me", f"{ann.username}@elsewhere.example", "#"):
            assert found(api, text, type="statuses") == nothing
            assert found(api, text)["accounts"] == []
    told(Api().get(SEARCH, {"q": "x", "type": "polls"}), 422)


def test_the_search_shows_only_what_one_may_see(alice: Member, bob: Member, charlie: Member) -> None:
    follow(bob.id, alice.id)
    post_id = make_post(alice.id, visibility="followers")
    block(alice.id, charlie.id)
    assert found(api_of(bob), str(post_id))["statuses"] == [str(post_id)]
    assert found(api_of(bob), alice.username, following="true")["accounts"] == [alice.username]
    assert found(api_of(alice), bob.username, following="true")["accounts"] == []
    for api in (Api(), api_of(charlie)):
        assert found(api, str(post_id))["statuses"] == []
    assert found(api_of(charlie), alice.username)["accounts"] == []


def test_what_trends_is_for_everybody(alice: Member, bob: Member) -> None:
    name = unique_name("trend")
    post_id = make_post(alice.id, f"#{name}")
    # More than any other test has: they share this list.
    for _ in range(15):
        liker = make_member("liker")
        like(liker.id, post_id)
        make_post(liker.id, f"#{name}")
    forget_trends()
    api = Api()
    assert name in [tag["name"] for tag in told(api.get("/api/v1/trends/tags", {"limit": 40}))]
    assert told(api.get("/api/v1/trends")) == told(api.get("/api/v1/trends/tags"))
    for path in ("/api/v1/trends/statuses?limit=40", "/api/v1.1/discover/posts/trending?range=daily"):
        assert str(post_id) in [status["id"] for status in told(api.get(path))]
    network = told(api_of(bob).get("/api/v1.1/discover/posts/network/trending", {"_pe": 1}))
    assert {status["visibility"] for status in network} == {"public"}
    explored = told(api.get("/api/v1.1/discover/posts/hashtags"))
    assert {tag["name"] for tag in explored} == {f"#{tag['hashtag']}" for tag in explored}
    assert told(api.get("/api/v1/trends/links")) == told(api_of(bob).get("/api/v1.1/collections/self?page=1")) == []
    told(api.get("/api/v1.1/discover/posts/trending?range=hourly"), 422)
