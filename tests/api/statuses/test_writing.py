"""Writing posts and comments by an app, changing and deleting them."""

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from tests.api.client import Api, api_of, token_for, told
from tintype.api.views import composing
from tintype.graph.actions import follow
from tintype.photos.counts import counts
from tintype.photos.models import Photo
from tintype.photos.queries import visible_post
from tintype.sharding.scope import action_of
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_photo, make_post

URL = "/api/v1/statuses"


@pytest.fixture
def text_posts(settings: Settings) -> None:
    settings.TINTYPE_TEXT_POSTS = True


def post(api: Api, member: Member, **params: Any) -> Any:
    return told(api.post(URL, {"media_ids": [str(make_photo(member.id))], **params}))


def test_a_post_has_what_was_sent(alice: Member, bob: Member) -> None:
    api = api_of(alice)
    photos = [str(make_photo(alice.id)) for _ in range(2)]
    made = told(
        api.post(
            URL,
            {
                "status": f"Look, @{bob.username}: <b> #Sea\n\nagain",
                "media_ids": photos,
                "spoiler_text": "wet",
                "visibility": "unlisted",
                "language": "en",
            },
        )
    )
    assert made["content"].startswith("<p>Look, <span")
    assert "&lt;b&gt;" in made["content"]
    assert (made["content_text"], made["spoiler_text"], made["sensitive"]) == (
        f"Look, @{bob.username}: <b> #Sea\n\nagain",
        "wet",
        True,
    )
    assert (made["visibility"], made["language"], made["pf_type"]) == ("unlisted", "en", "photo:album")
    assert [media["id"] for media in made["media_attachments"]] == photos
    assert [tag["name"] for tag in made["tags"]] == ["sea"]
    assert [(named["acct"], named["id"]) for named in made["mentions"]] == [(bob.username, str(bob.id))]
    assert made["account"]["id"] == str(alice.id)
    assert made["application"]["name"]
    assert made["url"].endswith(f"/p/{made['id']}")
    assert told(api.get(f"{URL}/{made['id']}")) == made
    assert told(Api().get(f"{URL}/{made['id']}"))["id"] == made["id"]


@pytest.mark.parametrize("how", ["json", "form", "query"])
def test_a_post_may_be_sent_in_any_way(alice: Member, how: str) -> None:
    api, photo = api_of(alice), str(make_photo(alice.id))
    if how == "query":
        made = told(api.send("POST", URL, query={"status": "hi", "media_ids[]": photo, "sensitive": "false"}))
    elif how == "form":
        made = told(api.form(URL, {"status": "hi", "media_ids[]": photo, "sensitive": "0"}))
    else:
        made = told(api.post(URL, {"status": "hi", "media_ids": photo, "sensitive": False}))
    assert (made["content"], made["sensitive"], len(made["media_attachments"])) == ("<p>hi</p>", False, 1)


@pytest.mark.parametrize(
    ("shown", "kept"),
    [("public", "public"), ("unlisted", "unlisted"), ("private", "followers"), ("direct", "direct")],
)
def test_each_audience_has_its_name(alice: Member, shown: str, kept: str) -> None:
    made = post(api_of(alice), alice, visibility=shown)
    assert made["visibility"] == shown
    found = visible_post(alice.id, int(made["id"]))
    assert found
    assert found.visibility == kept


def test_how_a_new_post_begins_is_taken_from_the_account(alice: Member) -> None:
    api = api_of(alice)
    told(
        api.patch(
            "/api/v1/accounts/update_credentials",
            {"source": {"privacy": "unlisted", "sensitive": True, "language": "de"}},
        )
    )
    made = post(api, alice, visibility="")
    assert (made["visibility"], made["sensitive"], made["language"]) == ("unlisted", True, "de")


def test_the_same_key_makes_one_post_and_one_comment(alice: Member, text_posts: None) -> None:
    api = api_of(alice)
    first, again = (told(api.post(URL, {"status": "once"}, Idempotency_Key="k" * 200)) for _ in range(2))
    assert first["id"] == again["id"]
    assert counts(alice.id).posts == 1
    answer = {"status": "once", "in_reply_to_id": first["id"]}
    one, two = (told(api.post(URL, answer, Idempotency_Key="c")) for _ in range(2))
    assert one["id"] == two["id"]
    other, another = (told(api.post(URL, {"status": "twice"})) for _ in range(2))
    assert other["id"] != another["id"]


def test_a_post_needs_a_photo_unless_words_are_enough(alice: Member, settings: Settings) -> None:
    api = api_of(alice)
    assert told(api.post(URL, {"status": "words"}), 422)["error"] == "Validation failed: Add at least one photo."
    settings.TINTYPE_TEXT_POSTS = True
    assert told(api.post(URL, {"status": "words"}))["pf_type"] == "text"
    assert told(api.post(URL, {"status": " "}), 422)["error"] == "Validation failed: Write something or add a photo."


@pytest.mark.parametrize(
    "params",
    [
        {"scheduled_at": "2030-01-01T00:00:00Z"},
        {"poll": {"options": ["a", "b"], "expires_in": 300}},
        {"visibility": "everyone"},
        {"sensitive": "maybe"},
        {"spoiler_text": "x" * 201},
        {"status": "x" * 2201},
        {"in_reply_to_id": "abc"},
        {"media_ids": ["x"]},
    ],
    ids=lambda params: next(iter(params)),
)
def test_what_cannot_be_is_refused_with_a_reason(alice: Member, text_posts: None, params: dict[str, Any]) -> None:
    answer = told(api_of(alice).post(URL, {"status": "words", **params}), 422)
    assert answer["error"].startswith("Validation failed: ")
    assert counts(alice.id).posts == 0


def test_what_is_not_there_is_not_found(alice: Member, bob: Member, text_posts: None) -> None:
    api, theirs = api_of(bob), make_photo(alice.id)
    hidden = make_post(alice.id, visibility="followers")
    for params in ({"media_ids": [str(theirs)]}, {"media_ids": ["1"]}, {"in_reply_to_id": str(hidden)}):
        assert told(api.post(URL, {"status": "words", **params}), 404) == {"error": "Record not found"}


def test_a_photo_that_is_being_worked_on_is_waited_for(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    photo_id = make_photo(alice.id)

    def state(state: str) -> None:
        with action_of(alice.id):
            Photo.objects.filter(id=photo_id).update(state=state)

    state("uploaded")
    monkeypatch.setattr("tintype.api.views.composing.time.sleep", lambda _: state("ready"))
    assert told(api_of(alice).post(URL, {"media_ids": [str(photo_id)]}))["media_attachments"][0]["url"]
    other = make_photo(alice.id)
    with action_of(alice.id):
        Photo.objects.filter(id=other).update(state="uploaded")
    monkeypatch.setattr(composing, "READY_SECONDS", -1)
    assert "again" in told(api_of(alice).post(URL, {"media_ids": [str(other)]}), 503)["error"]


def test_a_comment_is_an_answer(alice: Member, bob: Member) -> None:
    post_id = make_post(alice.id)
    api = api_of(bob)
    first = told(api.post(URL, {"status": "Nice", "in_reply_to_id": str(post_id)}))
    assert (first["in_reply_to_id"], first["in_reply_to_account_id"]) == (str(post_id), str(alice.id))
    second = told(api_of(alice).post(URL, {"status": "Thanks", "in_reply_to_id": first["id"]}))
    assert (second["in_reply_to_id"], second["in_reply_to_account_id"]) == (first["id"], str(bob.id))
    assert told(api.get(f"{URL}/{post_id}"))["replies_count"] == 2
    assert told(api.get(f"{URL}/{first['id']}"))["replies_count"] == 1
    both = {"status": "With a photo", "in_reply_to_id": str(post_id), "media_ids": [str(make_photo(bob.id))]}
    assert told(api.post(URL, both), 422)["error"] == "Validation failed: A comment has no photos"
    assert told(api.post(URL, {"status": "", "in_reply_to_id": str(post_id)}), 422)


def test_a_changed_post_says_so_and_shows_how_it_was(alice: Member, bob: Member) -> None:
    api = api_of(alice)
    made = post(api, alice, status="before")
    path = f"{URL}/{made['id']}"
    assert [version["content"] for version in told(api.get(f"{path}/history"))] == ["<p>before</p>"]
    media = made["media_attachments"][0]["id"]
    changed = told(
        api.put(
            path,
            {
                "status": "after",
                "spoiler_text": "careful",
                "media_ids": [media],
                "media_attributes": [{"id": media, "description": "A wave", "focus": "0.5,0.5"}],
            },
        )
    )
    assert (changed["content"], changed["spoiler_text"], changed["sensitive"]) == ("<p>after</p>", "careful", True)
    assert changed["edited_at"]
    assert changed["media_attachments"][0]["description"] == "A wave"
    assert changed["media_attachments"][0]["meta"]["focus"] == {"x": 0.5, "y": 0.5}
    assert [version["content"] for version in told(Api().get(f"{path}/history"))] == ["<p>before</p>", "<p>after</p>"]
    assert told(api.get(f"{path}/source")) == {"id": made["id"], "text": "after", "spoiler_text": "careful"}
    assert told(api.put(path, {"spoiler_text": "", "sensitive": False}))["content"] == "<p>after</p>"
    assert told(api_of(bob).put(path, {"status": "mine"}), 404)
    assert told(api.put(path, {"media_ids": []}), 422)


def test_a_changed_comment_too(alice: Member, bob: Member) -> None:
    api = api_of(bob)
    said = told(api.post(URL, {"status": "before", "in_reply_to_id": str(make_post(alice.id))}))
    changed = told(api.put(f"{URL}/{said['id']}", {"status": "after"}))
    assert (changed["content"], changed["edited_at"] is None) == ("<p>after</p>", False)
    assert len(told(api.get(f"{URL}/{said['id']}/history"))) == 2
    assert told(api_of(alice).put(f"{URL}/{said['id']}", {"status": "hers"}), 404)


def test_what_is_deleted_comes_back_as_it_was_typed_and_is_gone(alice: Member, bob: Member) -> None:
    api, theirs = api_of(alice), api_of(bob)
    made = post(api, alice, status="gone\nsoon")
    said = told(theirs.post(URL, {"status": "oh", "in_reply_to_id": made["id"]}))
    for path in (f"{URL}/{made['id']}", f"{URL}/{said['id']}"):
        assert told(api_of(make_member("stranger")).delete(path), 404)
    assert told(theirs.delete(f"{URL}/{said['id']}"))["text"] == "oh"
    answer = told(api.delete(f"{URL}/{made['id']}"))
    assert (answer["id"], answer["text"]) == (made["id"], "gone\nsoon")
    for path in (f"{URL}/{made['id']}", f"{URL}/{said['id']}"):
        assert told(api.get(path), 404)
        assert told(api.delete(path), 404)


def test_only_the_right_token_writes(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    post_id = make_post(alice.id)
    assert told(Api().post(URL, {"status": "x"}), 401)
    assert told(Api(token_for(alice, "read")).delete(f"{URL}/{post_id}"), 403)
    assert visible_post(None, post_id)
