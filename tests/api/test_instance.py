"""What apps read of the place before anybody signs in: key by key what breaks them when it is missing."""

import pytest
from django.test import Client, override_settings

from tests.api.client import Api, told
from tests.away import lose_redis
from tintype.accounts.models import Account
from tintype.photos.actions import delete_post
from tintype.photos.limits import CAPTION_LENGTH, MOST_PHOTOS
from tintype.storage.queries import LARGEST_UPLOAD_BYTES
from tintype.testing.member import Member
from tintype.testing.posts import make_post


def test_both_descriptions_state_the_same_limits_and_names() -> None:
    first, second = told(Api().get("/api/v1/instance/")), told(Api().get("/api/v2/instance/"))
    assert first["configuration"] == second["configuration"]
    statuses, media = first["configuration"]["statuses"], first["configuration"]["media_attachments"]
    assert (statuses["max_characters"], statuses["max_media_attachments"]) == (CAPTION_LENGTH, MOST_PHOTOS)
    assert (media["image_size_limit"], media["video_size_limit"]) == (LARGEST_UPLOAD_BYTES, 0)
    assert first["uri"] == second["domain"] == "localhost:8000"
    assert first["version"] == second["version"]


def test_the_version_is_one_that_apps_can_read() -> None:
    """Mastodon.py wants three numbers; Phanpy takes much away where it reads of Pixelfed."""
    version = told(Api().get("/api/v2/instance"))["version"]
    assert [part.isdigit() for part in version.split(" ")[0].split(".")] == [True] * 3
    assert "pixelfed" not in version.lower()


def test_the_numbers_are_those_of_people_and_posts(alice: Member) -> None:
    def stats() -> tuple[int, int]:
        lose_redis()
        found = told(Api().get("/api/v1/instance"))["stats"]
        return found["user_count"], found["status_count"]

    people, posts = stats()
    post = make_post(alice.id)
    assert stats() == (people, posts + 1)
    delete_post(alice.id, post)
    Account.objects.filter(id=alice.id).update(is_active=False)
    assert stats() == (people - 1, posts)


def test_who_runs_the_place_is_named(alice: Member) -> None:
    staff = Account.objects.filter(is_staff=True)
    staff.update(is_staff=False)
    assert told(Api().get("/api/v2/instance"))["contact"] == {"email": "tintype@localhost", "account": None}
    Account.objects.filter(id=alice.id).update(is_staff=True)
    assert told(Api().get("/api/v2/instance"))["contact"]["account"]["id"] == str(alice.id)
    assert told(Api().get("/api/v1/instance"))["contact_account"]["id"] == str(alice.id)
    staff.update(is_staff=False)


@pytest.mark.parametrize(
    ("mode", "enabled", "approval", "invites"),
    [
        ("open", True, False, False),
        ("approval", True, True, False),
        ("invite", False, False, True),
        ("closed", False, False, False),
    ],
)
def test_apps_know_who_may_sign_up(mode: str, enabled: bool, approval: bool, invites: bool) -> None:  # noqa: FBT001 - rows
    with override_settings(TINTYPE_REGISTRATION=mode):
        first, second = told(Api().get("/api/v1/instance")), told(Api().get("/api/v2/instance"))["registrations"]
    assert (first["registrations"], first["approval_required"], first["invites_enabled"]) == (
        enabled,
        approval,
        invites,
    )
    assert (second["enabled"], second["approval_required"]) == (enabled, approval)


@pytest.mark.parametrize("address", ["ws://localhost:8001", ""])
def test_streaming_is_named_only_where_it_is(address: str) -> None:
    with override_settings(TINTYPE_STREAMING_URL=address):
        first, second = told(Api().get("/api/v1/instance")), told(Api().get("/api/v2/instance"))
    assert first["urls"] == ({"streaming_api": address} if address else {})
    assert second["configuration"]["urls"].get("streaming", "") == address


@pytest.mark.parametrize(
    ("path", "empty"),
    [
        ("instance/rules", []),
        ("instance/peers", []),
        ("instance/activity", []),
        ("instance/domain_blocks", []),
        ("instance/translation_languages", {}),
        ("custom_emojis", []),
    ],
)
def test_what_there_is_none_of_is_empty(path: str, empty: object) -> None:
    assert told(Api().get(f"/api/v1/{path}")) == empty


def test_the_texts_are_html() -> None:
    for name in ("privacy_policy", "extended_description"):
        assert told(Api().get(f"/api/v1/instance/{name}"))["content"].startswith("<p>")
    assert told(Api().get("/api/v1/instance/languages"))[0]["code"] == "en"


def test_health_is_one_word() -> None:
    answer = Client().get("/health")
    assert (answer.status_code, answer.content) == (200, b"OK")
