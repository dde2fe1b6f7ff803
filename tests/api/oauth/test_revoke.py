"""Tokens are given back by their app alone, and are dead from then on; and whose a token is."""

import pytest
from oauth2_provider.models import AccessToken

from tests.api.client import Api, told
from tests.api.oauth.asking import an_app, refusal, renewal
from tintype.accounts.tokens import hash_of, holder_of
from tintype.testing.member import Member


def test_a_token_given_back_is_dead_at_once_with_its_refresh_token(alice: Member) -> None:
    app = an_app()
    for name in ("access_token", "refresh_token"):
        pair = app.token(alice)
        assert holder_of(pair["access_token"])
        for _ in range(2):
            assert told(Api(pair["access_token"]).post("/oauth/revoke", {**app.secret, "token": pair[name]})) == {}
        assert holder_of(pair["access_token"]) is None
        assert refusal(renewal(app, pair["refresh_token"])) == "invalid_grant"


def test_only_the_app_itself_gives_its_tokens_back(alice: Member) -> None:
    app, other = an_app(), an_app()
    pair = app.token(alice)
    for sent in (other.secret, {**app.secret, "client_secret": "guess"}, {"client_id": app.client_id}, {}):
        for name in ("access_token", "refresh_token"):
            answer = told(Api().post("/oauth/revoke", {**sent, "token": pair[name]}), 403)
            assert answer["error"] == "unauthorized_client"
    assert holder_of(pair["access_token"])


@pytest.mark.parametrize("token", [None, "", "nonsense", "\0", "x" * 10_000])
def test_what_is_no_token_is_given_back_all_the_same(token: str | None) -> None:
    assert told(Api().post("/oauth/revoke", {**an_app().secret, "token": token})) == {}


def test_whose_a_token_is_is_told_in_openids_words(alice: Member) -> None:
    app = an_app(scopes="read profile push")
    for scope in ("profile", "read", "read:accounts"):
        told_of = told(Api(app.token(alice, scope)["access_token"]).get("/oauth/userinfo"))
        assert (told_of["sub"], told_of["preferred_username"]) == (str(alice.id), alice.username)
        assert told_of["iss"] == told(Api().get("/.well-known/oauth-authorization-server"))["issuer"]
    assert told(Api(app.token(alice, "push")["access_token"]).get("/oauth/userinfo"), 403)


def test_a_token_whose_row_is_gone_is_forgotten_though_redis_remembered_it(alice: Member) -> None:
    token = an_app().token(alice)["access_token"]
    assert told(Api(token).get("/oauth/userinfo"))
    AccessToken.objects.get(token_checksum=hash_of(token)).delete()
    assert told(Api(token).get("/oauth/userinfo"), 401)
