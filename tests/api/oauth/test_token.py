"""Codes become tokens once; whoever is not the app, or comes late or twice, gets nothing."""

import base64
import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import AccessToken

from tests.api.client import Api, told
from tests.api.oauth.asking import CHALLENGE, VERIFIER, YEAR, App, an_app, ask, came_back, refusal, say
from tests.threads import together
from tintype.accounts.tokens import holder_of
from tintype.testing.member import PASSWORD, Member


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
