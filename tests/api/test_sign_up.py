"""Signing up through an app: with the app's own token, as the place is run."""

from typing import Any

import pytest
from django.test import override_settings

from tests.api.client import Api, api_of, told
from tests.api.oauth.asking import App, an_app
from tintype.accounts import registration
from tintype.accounts.models import Account
from tintype.testing.member import PASSWORD, Member, unique_name

ADDRESS = "/api/v1/accounts"


def api_of_app(app: App, scope: str = "read write") -> Api:
    asked = {**app.secret, "grant_type": "client_credentials", "scope": scope}
    return Api(told(Api().post("/oauth/token", asked))["access_token"])


@pytest.fixture
def app() -> Api:
    return api_of_app(an_app(scopes="read write follow"))


def form(**changes: Any) -> dict[str, Any]:
    name = unique_name("applicant")
    filled = {"username": name, "email": f"{name}@example.org", "password": PASSWORD, "agreement": True, "locale": "en"}
    return filled | changes


def test_the_app_gets_a_token_of_the_new_person_with_all_that_it_may(app: Api) -> None:
    sent = form(username=unique_name("Upper").upper())
    token = told(app.post(ADDRESS, sent))
    assert (token["scope"], token["token_type"]) == ("read write follow", "Bearer")
    assert min(token["expires_in"], token["created_at"], len(token["refresh_token"])) > 0
    seen = told(Api(token["access_token"]).get("/api/v1/accounts/verify_credentials"))
    assert seen["username"] == sent["username"].lower()


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"username": ""}, "username", "ERR_BLANK"),
        ({"username": "a b"}, "username", "ERR_INVALID"),
        ({"username": "x" * 31}, "username", "ERR_TOO_LONG"),
        ({"username": "{taken}"}, "username", "ERR_TAKEN"),
        ({"email": "nothing"}, "email", "ERR_INVALID"),
        ({"email": "{taken}@EXAMPLE.org"}, "email", "ERR_TAKEN"),
        ({"password": "short"}, "password", "ERR_TOO_SHORT"),
        ({"password": ""}, "password", "ERR_TOO_SHORT"),
        ({"agreement": "false"}, "agreement", "ERR_ACCEPTED"),
        ({"agreement": "perhaps"}, "agreement", "ERR_INVALID"),
        ({"username": ["a"]}, "username", "ERR_INVALID"),
    ],
)
def test_what_is_wrong_is_told_field_by_field(
    app: Api, alice: Member, changes: dict[str, Any], field: str, code: str
) -> None:
    changes = {k: v.format(taken=alice.username) if isinstance(v, str) else v for k, v in changes.items()}
    before = Account.objects.count()
    refused = told(app.post(ADDRESS, form(**changes)), 422)
    assert code in {wrong["error"] for wrong in refused["details"][field]}
    assert field in refused["error"]
    assert Account.objects.count() == before


def test_nothing_at_all_is_told_as_all_that_is_missing(app: Api) -> None:
    assert told(app.post(ADDRESS), 422)["details"].keys() == {"agreement"}
    assert told(app.post(ADDRESS, {"agreement": 1}), 422)["details"].keys() == {"username", "email", "password"}


def test_only_an_app_of_its_own_may(alice: Member) -> None:
    told(Api().post(ADDRESS, form()), 401)
    told(api_of_app(an_app(), "read").post(ADDRESS, form()), 403)
    assert "without a person" in told(api_of(alice).post(ADDRESS, form()), 422)["error"]


@override_settings(TINTYPE_REGISTRATION="closed")
def test_where_it_is_closed_nobody_comes_in(app: Api) -> None:
    told(app.post(ADDRESS, form()), 403)


@override_settings(TINTYPE_REGISTRATION="invite")
def test_by_invitation_one_needs_one(app: Api) -> None:
    code = registration.invite(1, 1).partition("?invite=")[2]
    assert told(app.post(ADDRESS, form()), 422)["details"].keys() == {"invite"}
    told(app.post(ADDRESS, form(invite_code=code)))
    told(app.post(ADDRESS, form(invite_code=code)), 422)


@override_settings(TINTYPE_REGISTRATION="approval")
def test_by_approval_the_token_is_good_once_one_is_let_in(app: Api) -> None:
    sent = form(reason="Photos")
    api = Api(told(app.post(ADDRESS, sent))["access_token"])
    told(api.get("/api/v1/accounts/verify_credentials"), 401)
    registration.let_in(sent["username"])
    told(api.get("/api/v1/accounts/verify_credentials"))
