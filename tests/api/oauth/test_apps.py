"""Apps register themselves; what they say of themselves is checked."""

from typing import Any

import pytest
from oauth2_provider.models import Application

from tests.api.client import Api, api_of, told
from tests.api.oauth.asking import an_app
from tintype.notify.vapid import public_key
from tintype.testing.member import Member

OOB = "urn:ietf:wg:oauth:2.0:oob"
SENT = {"client_name": "Snaps", "redirect_uris": "https://app.example/back"}


def registered(**sent: Any) -> dict[str, Any]:
    made: dict[str, Any] = told(Api().post("/api/v1/apps", SENT | sent))
    return made


def refusal(**sent: Any) -> str:
    error: str = told(Api().post("/api/v1/apps", SENT | sent), 422)["error"]
    return error


def test_an_app_is_told_all_that_it_needs_to_ask_people() -> None:
    made = registered(client_name="  Snaps \n for you ", website="https://app.example", scopes="read write:media")
    assert len(made.pop("client_id")) > 20
    assert len(made.pop("client_secret")) > 40
    assert made.pop("id").isdigit()
    assert made == {
        "name": "Snaps for you",
        "website": "https://app.example",
        "scopes": ["read", "write:media"],
        "redirect_uris": ["https://app.example/back"],
        "redirect_uri": "https://app.example/back",
        "client_secret_expires_at": 0,
        "vapid_key": public_key(),
    }


def test_the_secret_is_not_written_down() -> None:
    app = an_app()
    kept = Application.objects.filter(client_id=app.client_id).values().get()
    assert app.client_secret not in str(kept)


@pytest.mark.parametrize("scopes", ["", "  ", "admin:read"])
def test_an_app_that_names_no_scopes_may_read(scopes: str) -> None:
    assert registered(scopes=scopes)["scopes"] == ["read"]


@pytest.mark.parametrize(
    "redirect_uris",
    [
        OOB,
        "pixelfed://login",
        "http://localhost:4711/back",
        "http://127.0.0.1:4711",
        "com.example.app:/back",
        "https://app.example:8443/back?from=here",
    ],
)
def test_every_address_that_apps_have_is_taken(redirect_uris: str) -> None:
    assert registered(redirect_uris=redirect_uris)["redirect_uris"] == [redirect_uris]


@pytest.mark.parametrize(
    "redirect_uris", [f"{OOB}\npixelfed://login", f"{OOB} pixelfed://login", [OOB, "pixelfed://login"]]
)
def test_several_addresses_come_as_a_list_or_as_lines(redirect_uris: Any) -> None:
    assert registered(redirect_uris=redirect_uris)["redirect_uris"] == [OOB, "pixelfed://login"]


def test_a_form_does_as_well() -> None:
    form = {"client_name": "Snaps", "redirect_uris[]": [OOB, "pixelfed://login"], "scopes": "read"}
    assert told(Api().form("/api/v1/apps", form))["redirect_uris"] == [OOB, "pixelfed://login"]


@pytest.mark.parametrize(
    "redirect_uri",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,hello",
        "file:///etc/passwd",
        "/back",
        "//evil.example",
        "app.example/back",
        "https://",
        "https://app.example/back#here",
        "https://user:password@app.example",
        "https://app.example@evil.example",
        "https://app.example\\@evil.example",
        "https://app.example;script-src",
        "https://app.example,evil.example",
        "https://münchen.example",
        "https://[::1",
        "https://app.example:99999999",
        "https:evil",
        "x" * 3000,
        "",
    ],
)
def test_an_address_that_could_lead_a_person_astray_is_refused(redirect_uri: str) -> None:
    assert "Redirect URI" in refusal(redirect_uris=redirect_uri)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"client_name": ""}, "Application name"),
        ({"client_name": "x" * 61}, "Application name"),
        ({"client_name": "\u200b"}, "Application name"),
        ({"website": "javascript:alert(1)"}, "Website"),
        ({"website": "http://[::1"}, "Website"),
        ({"website": "https://x" + "x" * 200}, "Website"),
        ({"scopes": "read nonsense"}, "there is no nonsense"),
        ({"redirect_uris": ["https://app.example"] * 2 + [f"https://app{n}.example" for n in range(20)]}, "1 to 20"),
        ({"redirect_uris": None}, "redirect_uris"),
    ],
)
def test_what_makes_no_app_is_refused_with_the_reason(sent: dict[str, Any], words: str) -> None:
    assert words in refusal(**sent)


def test_an_app_and_a_person_may_ask_whose_token_it_is(alice: Member) -> None:
    app = an_app(website="https://app.example")
    own = told(Api().post("/oauth/token", {**app.secret, "grant_type": "client_credentials"}))["access_token"]
    for token in (own, app.token(alice)["access_token"]):
        shown = told(Api(token).get("/api/v1/apps/verify_credentials"))
        assert (shown["name"], shown["website"]) == ("Snaps", "https://app.example")
        assert "client_secret" not in shown
    assert told(api_of(alice).get("/api/v1/apps/verify_credentials"))["name"] == "tintype command line"
    assert told(Api().get("/api/v1/apps/verify_credentials"), 401)


def test_an_app_that_takes_the_name_of_the_command_line_gets_none_of_its_tokens(alice: Member) -> None:
    registered(client_name="tintype command line")
    registered(client_name="tintype command line")
    assert told(api_of(alice).get("/api/v1/apps/verify_credentials"))["redirect_uris"] == []
