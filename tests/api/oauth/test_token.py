"""Codes become tokens once, refresh tokens too; whoever is not the app, or comes late or twice, gets nothing."""

import base64
import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client, override_settings
from django.utils import timezone
from oauth2_provider.models import AccessToken

from tests.api.client import Api, told
from tests.api.oauth.asking import CHALLENGE, VERIFIER, App, an_app, came_back, say
from tests.threads import together
from tintype.accounts.models import Account
from tintype.accounts.tokens import hash_of, holder_of
from tintype.testing.member import PASSWORD, Member

YEAR = 365 * 24 * 60 * 60


def ask(sent: Any, status: int = 200) -> dict[str, Any]:
    answer: dict[str, Any] = told(Api().post("/oauth/token", sent), status)
    return answer


def refusal(sent: Any, status: int = 400) -> str:
    answer = ask(sent, status)
    assert answer.keys() == {"error", "error_description"}
    assert answer["error_description"]
    return str(answer["error"])


def renewal(app: App, refresh_token: str) -> dict[str, str]:
    return {**app.secret, "grant_type": "refresh_token", "refresh_token": refresh_token}


@pytest.mark.parametrize("scope", ["read", "push read write follow", "read:statuses write:media", "profile"])
def test_a_token_is_for_what_was_asked_and_a_year_and_can_be_renewed(alice: Member, scope: str) -> None:
    answer = an_app(scopes="read write follow push profile").token(alice, scope)
    assert (answer["token_type"], answer["scope"], answer["expires_in"]) == ("Bearer", scope, YEAR)
    assert answer["refresh_token"]
    assert abs(answer["created_at"] - timezone.now().timestamp()) < 60
    holder = holder_of(answer["access_token"])
    assert holder
    assert (holder.account_id, holder.scopes) == (alice.id, frozenset(scope.split()))
    assert (holder.app_name, holder.app_website) == ("Snaps", "")


def test_no_token_is_written_down(alice: Member) -> None:
    answer = an_app().token(alice)
    row = AccessToken.objects.filter(user_id=alice.id).values().get()
    refresh = AccessToken.objects.filter(user_id=alice.id).values("refresh_token__token").get()
    for token in (answer["access_token"], answer["refresh_token"]):
        assert token not in str(row) + str(refresh)


def _as_form(app: App, code: str) -> Any:
    return Client().post("/oauth/token", app.exchange(code))


def _in_the_address(app: App, code: str) -> Any:
    return Client().post("/oauth/token", query_params=app.exchange(code))


def _urlencoded(app: App, code: str) -> Any:
    body = "&".join(f"{name}={value}" for name, value in app.exchange(code).items())
    return Client().post("/oauth/token/", body, content_type="application/x-www-form-urlencoded")


def _as_json(app: App, code: str) -> Any:
    return Client().post("/oauth/token", json.dumps(app.exchange(code)), content_type="application/json")


def _basic(app: App, code: str) -> Any:
    sent = {name: value for name, value in app.exchange(code).items() if name not in app.secret}
    secret = base64.b64encode(f"{app.client_id}:{app.client_secret}".encode()).decode()
    return Client().post("/oauth/token", sent, headers={"Authorization": f"Basic {secret}"})


@pytest.mark.parametrize("send", [_as_form, _in_the_address, _urlencoded, _as_json, _basic])
def test_an_app_may_send_it_in_any_way(alice: Member, send: Any) -> None:
    app = an_app()
    assert told(send(app, app.code(alice)))["scope"] == "read"


def test_a_dead_token_in_the_header_does_not_matter_here(alice: Member) -> None:
    app = an_app()
    assert told(Api("dead").post("/oauth/token", app.exchange(app.code(alice))))["access_token"]


def test_asking_for_more_with_the_code_gives_no_more(alice: Member) -> None:
    app = an_app()
    answer = ask(app.exchange(app.code(alice, "read"), scope="read write admin:read admin:write"))
    assert answer["scope"] == "read"


def test_a_code_is_good_once(alice: Member) -> None:
    app = an_app()
    code = app.code(alice)
    ask(app.exchange(code))
    assert refusal(app.exchange(code)) == "invalid_grant"


def test_of_five_who_exchange_a_code_at_once_one_gets_a_token(alice: Member) -> None:
    app = an_app()
    sent = app.exchange(app.code(alice))
    answers = together([lambda: Api().post("/oauth/token", sent).status_code] * 5)
    assert sorted(answers) == [200, 400, 400, 400, 400]
    assert AccessToken.objects.filter(user_id=alice.id).count() == 1


def test_a_code_is_good_for_ten_minutes(alice: Member) -> None:
    app = an_app()
    early, late = app.code(alice), app.code(alice)
    with time_machine.travel(timezone.now() + timedelta(minutes=9)):
        ask(app.exchange(early))
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert refusal(app.exchange(late)) == "invalid_grant"


def test_a_code_is_for_the_app_that_asked_and_the_address_it_named(alice: Member) -> None:
    app, other = an_app(), an_app()
    code = app.code(alice)
    assert refusal(other.exchange(code)) == "invalid_grant"
    assert refusal(app.exchange(code) | {"redirect_uri": "https://evil.example/"}) == "invalid_request"
    ask(app.exchange(code))


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_secret": ""},
        {"client_secret": "guess"},
        {"client_id": "nobody"},
        {"client_id": ""},
        {"client_id": "\0"},
    ],
)
def test_whoever_does_not_know_the_secret_is_not_the_app(alice: Member, wrong: dict[str, str]) -> None:
    app = an_app()
    code = app.code(alice)
    assert refusal(app.exchange(code) | wrong, 401) == "invalid_client"
    ask(app.exchange(code))


@pytest.mark.parametrize(
    "header", ["Basic", "Basic ", "Basic !", "Basic YQ==", "Basic 4pyT", f"Basic {base64.b64encode(b'a:b').decode()}"]
)
def test_a_broken_header_is_no_secret(header: str) -> None:
    sent = {"grant_type": "client_credentials"}
    answer = Client().post("/oauth/token", sent, headers={"Authorization": header})
    assert told(answer, 401)["error"] == "invalid_client"


@pytest.mark.parametrize("code", ["", "nonsense", "\0", "x" * 10_000])
def test_what_is_no_code_is_refused(code: str) -> None:
    assert refusal(an_app().exchange(code)) in {"invalid_grant", "invalid_request"}


@pytest.mark.parametrize("grant_type", ["", "implicit", "password", "urn:ietf:params:oauth:grant-type:device_code"])
def test_other_ways_to_a_token_are_closed(alice: Member, grant_type: str) -> None:
    sent = {**an_app().secret, "grant_type": grant_type, "username": alice.username, "password": PASSWORD}
    assert refusal(sent) in {"unsupported_grant_type", "unauthorized_client"}


def test_with_pkce_the_code_is_for_whoever_has_the_verifier(alice: Member) -> None:
    app = an_app()
    code = app.code(alice, code_challenge=CHALLENGE, code_challenge_method="S256")
    for wrong in ({}, {"code_verifier": VERIFIER[1:]}, {"code_verifier": CHALLENGE}):
        assert refusal(app.exchange(code, **wrong)) in {"invalid_grant", "invalid_request"}
    ask(app.exchange(code, code_verifier=VERIFIER))


def test_a_verifier_for_a_code_whose_challenge_was_taken_away_is_refused(alice: Member) -> None:
    app = an_app()
    assert refusal(app.exchange(app.code(alice), code_verifier=VERIFIER)) == "invalid_grant"


def test_an_app_gets_a_token_of_its_own_which_is_nobodys() -> None:
    app = an_app()
    answer = ask({**app.secret, "grant_type": "client_credentials", "scope": "read write:accounts"})
    assert (answer["scope"], answer["expires_in"]) == ("read write:accounts", YEAR)
    holder = holder_of(answer["access_token"])
    assert holder
    assert holder.account_id is None
    assert told(Api(answer["access_token"]).get("/oauth/userinfo"), 422)
    assert ask({**app.secret, "grant_type": "client_credentials"})["scope"] == "read"


@pytest.mark.parametrize("scope", ["write", "read nonsense", "write:statuses"])
def test_no_more_than_the_app_was_registered_for(scope: str) -> None:
    sent = {**an_app(scopes="read follow").secret, "grant_type": "client_credentials", "scope": scope}
    assert refusal(sent) == "invalid_scope"


def test_a_refresh_token_gives_a_new_pair_and_the_old_one_dies(alice: Member) -> None:
    app = an_app()
    first = app.token(alice, "read push")
    second = ask(renewal(app, first["refresh_token"]))
    assert (second["scope"], second["expires_in"]) == ("read push", YEAR)
    assert second["refresh_token"] != first["refresh_token"]
    assert holder_of(first["access_token"]) is None
    holder = holder_of(second["access_token"])
    assert holder
    assert holder.account_id == alice.id
    assert ask({**renewal(app, second["refresh_token"]), "scope": "read"})["scope"] == "read"


def test_a_refresh_token_that_comes_twice_ends_all_that_came_of_it(alice: Member) -> None:
    app = an_app()
    first, elsewhere = app.token(alice), app.token(alice)
    second = ask(renewal(app, first["refresh_token"]))
    assert refusal(renewal(app, first["refresh_token"])) == "invalid_grant"
    assert holder_of(second["access_token"]) is None
    assert refusal(renewal(app, second["refresh_token"])) == "invalid_grant"
    assert holder_of(elsewhere["access_token"])


def test_a_refresh_token_is_for_its_app_and_for_no_more_than_before(alice: Member) -> None:
    app, other = an_app(), an_app()
    token = app.token(alice)["refresh_token"]
    assert refusal(renewal(other, token)) == "invalid_grant"
    assert refusal({**renewal(app, token), "scope": "read write"}) == "invalid_scope"
    assert refusal(renewal(app, "nonsense")) == "invalid_grant"
    ask(renewal(app, token))


def test_of_five_who_refresh_at_once_one_gets_a_token(alice: Member) -> None:
    app = an_app()
    sent = renewal(app, app.token(alice)["refresh_token"])
    answers = together([lambda: Api().post("/oauth/token", sent).status_code] * 5)
    assert sorted(answers) == [200, 400, 400, 400, 400]


def test_a_new_password_takes_back_codes_tokens_and_refresh_tokens(alice: Member) -> None:
    app = an_app()
    pair, code = app.token(alice), app.code(alice)
    account = Account.objects.get(id=alice.id)
    account.set_password("another long one")
    account.save()
    assert told(Api(pair["access_token"]).get("/oauth/userinfo"), 401)
    assert refusal(renewal(app, pair["refresh_token"])) == "invalid_grant"
    assert refusal(app.exchange(code)) == "invalid_grant"


def test_the_password_is_taken_where_the_operator_allows_it(alice: Member) -> None:
    app = an_app()
    sent = {**app.secret, "grant_type": "password", "username": alice.username, "password": PASSWORD, "scope": "read"}
    with override_settings(TINTYPE_PASSWORD_GRANT=True):
        assert holder_of(ask(sent)["access_token"])
        assert holder_of(ask(sent | {"username": alice.email})["access_token"])
        for wrong in ({"password": "guess"}, {"username": "nobody_at_all"}, {"username": "a\0b"}):
            assert refusal(sent | wrong) == "invalid_grant"
        Account.objects.filter(id=alice.id).update(is_active=False)
        assert refusal(sent) == "invalid_grant"


def test_passwords_are_not_guessed_for_long(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    from tintype.lib import ratelimit

    monkeypatch.setitem(ratelimit.RATES, "password", "2/hour")
    ratelimit._rate.cache_clear()
    sent = {**an_app().secret, "grant_type": "password", "username": alice.username, "password": "guess"}
    with override_settings(TINTYPE_PASSWORD_GRANT=True, TINTYPE_RATE_LIMITS=True):
        for _ in range(2):
            assert refusal(sent) == "invalid_grant"
        assert refusal(sent | {"password": PASSWORD}) == "invalid_grant"
    ratelimit._rate.cache_clear()


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


def test_pixelfeds_app_signs_in_though_it_asks_for_what_nobody_gets_here(alice: Member) -> None:
    scopes = "read write follow push admin:read admin:write"
    app = {"client_name": "Pixelfed for iOS", "redirect_uris": "pixelfed://login", "scopes": scopes}
    made = told(Api().form("/api/v1/apps", app))
    address = f"/oauth/authorize?client_id={made['client_id']}&scope={scopes.replace(' ', '+')}"
    page = alice.client.get(f"{address}&redirect_uri=pixelfed://login&response_type=code").content.decode()
    question = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    secret = {
        "client_id": made["client_id"],
        "client_secret": made["client_secret"],
        "redirect_uri": "pixelfed://login",
    }
    code = came_back(say(alice.client, question, "yes"))["code"]
    sent = {**secret, "grant_type": "authorization_code", "code": code, "scope": scopes}
    answer = told(Api().form("/oauth/token", sent))
    assert answer["scope"] == "read write follow push"
    assert answer["refresh_token"]
