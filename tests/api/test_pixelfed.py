"""What Pixelfed's app asks before it lets somebody post, and what it keeps."""

from typing import Any

import pytest

from tests.api.client import Api, api_of, told
from tintype.accounts.actions import update_profile
from tintype.accounts.limits import BIO_LENGTH
from tintype.accounts.queries import own_settings
from tintype.photos.limits import ALT_LENGTH, MOST_PHOTOS
from tintype.testing.member import Member, make_member

SETTINGS = "/api/pixelfed/v1/app/settings"


def test_a_new_post_begins_as_its_author_wants(alice: Member) -> None:
    api = api_of(alice)
    assert told(api.get("/api/v1.1/compose/settings")) == {
        "default_license": 1,
        "media_descriptions": False,
        "max_altext_length": ALT_LENGTH,
        "default_scope": "public",
    }
    told(api.patch("/api/v1/accounts/update_credentials", {"source": {"privacy": "unlisted"}, "media_descriptions": 1}))
    seen = told(api.get("/api/v1.1/compose/settings"))
    assert (seen["default_scope"], seen["media_descriptions"]) == ("unlisted", True)
    assert (
        told(api_of(make_member("shy", is_private=True)).get("/api/v1.1/compose/settings"))["default_scope"]
        == "private"
    )


def test_the_limits_are_stated_for_everybody() -> None:
    config = told(Api().get("/api/v2/config"))
    assert (config["account"]["max_bio_length"], config["uploader"]["album_limit"]) == (BIO_LENGTH, MOST_PHOTOS)
    assert config["open_registration"] is True


def test_wishes_are_kept_each_by_itself(alice: Member, bob: Member) -> None:
    api = api_of(alice)
    usual = told(api.get(SETTINGS))
    assert usual["common"]["appearance"] == {"links_use_in_app_browser": True, "theme": "system"}
    told(api.post(SETTINGS, {"common": {"appearance": {"theme": "dark"}, "unknown": {"a": 1}}}))
    told(api.post(SETTINGS, {"common": {"media": {"always_show_cw": "1"}}}))
    update_profile(alice.id, name="Alice")
    kept = told(api.get(SETTINGS))["common"]
    assert (kept["appearance"]["theme"], kept["media"]["always_show_cw"]) == ("dark", True)
    assert kept["timelines"] == usual["common"]["timelines"]
    assert told(api_of(bob).get(SETTINGS))["common"] == usual["common"]
    assert "unknown" not in str(own_settings(alice.id).wishes)


@pytest.mark.parametrize(
    "common", ["dark", {"appearance": {"theme": "x" * 21}}, {"media": {"show_alt_text": "perhaps"}}, {"media": [1]}]
)
def test_what_is_no_wish_is_refused(alice: Member, common: Any) -> None:
    told(api_of(alice).post(SETTINGS, {"common": common}), 422)
    assert own_settings(alice.id).wishes == {}


@pytest.mark.parametrize("body", [None, False, {"notify_enabled": True, "token": "x"}])
def test_no_notification_comes_by_the_apps_own_service(alice: Member, body: object) -> None:
    api = api_of(alice)
    assert told(Api().get("/api/v1.1/nag/state")) == {"active": False}
    state = told(api.get("/api/v1.1/push/state"))
    assert (state["notify_enabled"], state["profile_id"]) == (False, str(alice.id))
    for name in ("update", "disable"):
        assert told(api.post(f"/api/v1.1/push/{name}", body)) == state
    assert told(api.post("/api/v1.1/push/compare", {"expo_token": "x"}))["match"] is False


def test_nothing_is_announced(alice: Member) -> None:
    assert told(api_of(alice).get("/api/v1/announcements")) == []
    told(api_of(alice).post("/api/v1/announcements/5/dismiss"), 404)
