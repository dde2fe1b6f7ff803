"""What programs read before they speak: where tokens are to be had, and what kind of server this is."""

import pytest
from django.conf import settings
from django.test import override_settings

from tests.api.client import Api, told
from tests.away import lose_redis
from tintype.testing.member import Member
from tintype.testing.posts import make_post

METADATA = "/.well-known/oauth-authorization-server"


def test_the_addresses_in_the_metadata_are_the_real_ones() -> None:
    found = told(Api().get(METADATA))
    assert found["issuer"] == f"{settings.TINTYPE_URL}/"
    for name in ("token_endpoint", "revocation_endpoint", "app_registration_endpoint"):
        path = found[name].removeprefix(settings.TINTYPE_URL)
        assert Api().post(path).status_code in {400, 403, 422}
    path = found["authorization_endpoint"].removeprefix(settings.TINTYPE_URL)
    assert Api().get(path).status_code == 400
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert {"read", "write", "follow", "push", "profile", "write:media"} <= set(found["scopes_supported"])


@pytest.mark.parametrize("is_on", [True, False])
def test_the_password_is_offered_only_where_it_is_taken(is_on: bool) -> None:  # noqa: FBT001 - pytest's
    with override_settings(TINTYPE_PASSWORD_GRANT=is_on):
        assert ("password" in told(Api().get(METADATA))["grant_types_supported"]) == is_on


def test_a_dead_token_does_not_keep_one_from_looking() -> None:
    for path in (METADATA, "/.well-known/nodeinfo", "/nodeinfo/2.0", "/api/nodeinfo/2.0.json"):
        assert told(Api("dead").get(path))


def test_the_server_says_what_it_is_and_how_many_there_are(alice: Member) -> None:
    make_post(alice.id)
    lose_redis()  # the numbers are remembered
    links = told(Api().get("/.well-known/nodeinfo"))["links"]
    found = told(Api().get(links[0]["href"].removeprefix(settings.TINTYPE_URL)))
    assert found["software"] == {"name": "tintype", "version": settings.TINTYPE_VERSION}
    assert found["metadata"]["upstream"] == {"name": "mastodon"}
    assert found["usage"]["users"]["total"] > 0
    assert found["usage"]["localPosts"] > 0


def test_pixelfeds_app_may_sign_in() -> None:
    found = told(Api().get("/api/nodeinfo/2.0.json"))
    assert found["software"]["name"] == "pixelfed"
    assert tuple(map(int, found["software"]["version"].split("."))) >= (0, 12, 3)


@pytest.mark.parametrize("mode", ["open", "approval", "invite", "closed"])
def test_it_says_whether_one_may_sign_up(mode: str) -> None:
    with override_settings(TINTYPE_REGISTRATION=mode):
        assert told(Api().get("/nodeinfo/2.0"))["openRegistrations"] == (mode in {"open", "approval"})
