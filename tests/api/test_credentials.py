"""One's own account through an app: seen, changed in every way in which apps send it, and kept."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.client import Api, api_of, told
from tintype.accounts.actions import update_profile
from tintype.accounts.limits import BIO_LENGTH, MOST_FIELDS, NAME_LENGTH
from tintype.storage.queries import is_stored
from tintype.testing.member import Member
from tintype.testing.posts import picture

UPDATE = "/api/v1/accounts/update_credentials"


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("me.jpg", picture(), "image/jpeg")


def test_whose_token_it_is(alice: Member) -> None:
    api = api_of(alice, "read:accounts")
    seen = told(api.get("/api/v1/accounts/verify_credentials", {"_pe": 1}))
    assert (seen["id"], seen["acct"], seen["locked"]) == (str(alice.id), alice.username, False)
    assert (seen["source"]["privacy"], seen["source"]["note"], seen["source"]["fields"]) == ("public", "", [])
    assert (seen["avatar"].endswith("/tintype/avatar.png"), seen["avatar"][:4]) == (True, "http")
    assert seen["settings"]["show_profile_follower_count"] is True
    assert told(api.get("/api/v1/profile")) == seen


def test_a_profile_is_changed_by_a_form_with_pictures(alice: Member) -> None:
    api = api_of(alice, "read write:accounts")
    changes = {
        "display_name": "Alice",
        "note": "I see\n#Sea",
        "bot": "1",
        "locked": "True",
        "fields_attributes[0][name]": "Home",
        "fields_attributes[0][value]": "https://example.org",
        "fields_attributes[1][name]": "",
        "fields_attributes[1][value]": "left over",
        "source[privacy]": "unlisted",
        "source[language]": "de",
        "source[sensitive]": "true",
        "avatar": upload(),
        "header": upload(),
    }
    seen = told(api.form(UPDATE, changes))
    assert (seen["display_name"], seen["bot"], seen["locked"]) == ("Alice", True, True)
    assert seen["note"].startswith("<p>I see<br><a href=")
    assert (seen["source"]["note"], seen["note_text"]) == ("I see\n#Sea", "I see\n#Sea")
    assert [(field["name"], field["value"]) for field in seen["source"]["fields"]] == [("Home", "https://example.org")]
    assert seen["fields"][0]["value"].startswith('<a href="https://example.org"')
    assert (seen["source"]["privacy"], seen["source"]["language"], seen["source"]["sensitive"]) == (
        "unlisted",
        "de",
        True,
    )
    assert "/avatars/" in seen["avatar"]
    assert "/headers/" in seen["header_static"]
    assert told(api.get("/api/v1/preferences"))["posting:default:visibility"] == "unlisted"
    assert is_stored(alice.person.header_key)


@pytest.mark.parametrize("method", ["patch", "post"])
def test_what_is_not_named_stays_as_it_is(alice: Member, method: str) -> None:
    update_profile(alice.id, name="Alice", bio="Hi", is_bot=True, website="https://example.org")
    api = api_of(alice)
    told(api.send(method.upper(), UPDATE, {"source": {"privacy": "private"}, "display_name": None}))
    told(api.send(method.upper(), UPDATE, {"source": {"language": "fr"}, "discoverable": False}))
    seen = told(api.send(method.upper(), UPDATE, query={"website": "example.com", "reduce_motion": "true", "_pe": "1"}))
    assert (seen["display_name"], seen["source"]["note"], seen["bot"]) == ("Alice", "Hi", True)
    assert (seen["source"]["privacy"], seen["source"]["language"]) == ("private", "fr")
    assert (seen["website"], seen["discoverable"]) == ("https://example.com", False)
    assert (seen["settings"]["reduce_motion"], seen["settings"]["video_autoplay"]) == (True, False)
    assert told(api.send(method.upper(), UPDATE, body=False))["display_name"] == "Alice"


def test_pictures_are_taken_away(alice: Member) -> None:
    api = api_of(alice)
    for path in ("/api/v1/profile/avatar", "/api/v1.1/accounts/avatar", "/api/v1/profile/header"):
        told(api.form(UPDATE, {"avatar": upload(), "header": upload()}))
        part = "header" if path.endswith("header") else "avatar"
        for _ in range(2):
            assert told(api.delete(path))[part].endswith(f"/tintype/{part}.png")
    assert alice.person.avatar_key
    assert not alice.person.header_key


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"display_name": "x" * (NAME_LENGTH + 1)}, "display_name"),
        ({"note": "x" * (BIO_LENGTH + 1)}, "note"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"fields_attributes": [{"name": "a", "value": "b"}] * (MOST_FIELDS + 1)}, "fields_attributes"),
        ({"fields_attributes": "much"}, "fields_attributes"),
        ({"locked": "perhaps"}, "locked"),
        ({"note": ["a"]}, "note"),
        ({"source": {"privacy": "everyone"}}, "source.privacy"),
        ({"source": {"language": "<b>"}}, "source.language"),
        ({"source": "public"}, "source"),
        ({"avatar": "data:image/png;base64,AAAA"}, "avatar"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_changes(alice: Member, changes: dict[str, Any], named: str) -> None:
    before = alice.person
    refused = told(api_of(alice).patch(UPDATE, {"bot": True, **changes}), 422)
    assert named in refused["error"]
    assert any(name.startswith(named) for name in refused["details"])
    assert alice.person == before


def test_what_is_no_picture_changes_nothing(alice: Member) -> None:
    before = alice.person
    bad = SimpleUploadedFile("me.jpg", b"<svg/>", "image/jpeg")
    refused = told(api_of(alice).form(UPDATE, {"display_name": "New", "avatar": bad}), 422)
    assert refused["error"].startswith("Validation failed: ")
    assert alice.person == before


@pytest.mark.parametrize("path", ["/api/v1/accounts/verify_credentials", "/api/v1/preferences", "/api/v1/profile"])
def test_nobody_and_who_was_shut_out_get_nothing(alice: Member, path: str) -> None:
    told(Api().get(path), 401)
    told(api_of(alice, "write follow push").get(path), 403)
