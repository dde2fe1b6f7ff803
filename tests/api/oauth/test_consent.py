"""The page on which a person lets an app in: what it says, where it leads, and that nobody else presses its button."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from oauth2_provider.models import Grant

from tests.api.client import Api, told
from tests.api.oauth.asking import AT_HOME, CHALLENGE, an_app, came_back, say
from tests.web.asking import body
from tintype.testing.member import PASSWORD, Member

OOB = "urn:ietf:wg:oauth:2.0:oob"


@pytest.mark.parametrize("path", ["/oauth/authorize", "/oauth/authorize/"])
def test_the_page_names_the_app_the_person_the_place_and_what_is_asked_for(alice: Member, path: str) -> None:
    question = an_app(website="https://snaps.example").question("read:statuses push", state="x")
    page = body(alice.client.get(path, question))
    for words in (
        "<bdi>Snaps</bdi>",
        "snaps.example",
        f"@{alice.username}",
        "app.example",
        "See your posts and comments",
    ):
        assert words in page
    assert "Tell your phone" in page
    assert "Do everything" not in page


def test_what_the_app_calls_itself_cannot_become_a_tag(alice: Member) -> None:
    app = an_app(client_name="<script>x")
    assert "<bdi>&lt;script&gt;x</bdi>" in body(alice.client.get("/oauth/authorize", app.question(state='"><script>')))


def test_whoever_is_not_signed_in_signs_in_first_and_comes_back(alice: Member) -> None:
    browser, app = Client(), an_app()
    answer = browser.get("/oauth/authorize", app.question("read push", state="a b&c"))
    assert answer.status_code == 302
    place = parse_qs(urlsplit(answer["Location"]).query)["next"][0]
    answer = browser.post("/account/login/", {"login": alice.username, "password": PASSWORD, "next": place})
    assert (answer.status_code, answer["Location"]) == (302, place)
    assert 'value="a b&amp;c"' in body(browser.get(place))


def test_yes_leads_to_the_app_with_a_code_and_its_state(alice: Member) -> None:
    answer = say(alice.client, an_app().question(state="a b&c"), "yes")
    assert answer["Location"].startswith(f"{AT_HOME}?")
    assert came_back(answer)["state"] == "a b&c"
    assert came_back(answer)["code"]


def test_no_leads_to_the_app_with_the_news(alice: Member) -> None:
    found = came_back(say(alice.client, an_app().question(state="s"), "no"))
    assert (found["error"], found["state"]) == ("access_denied", "s")
    assert found["error_description"]
    assert not Grant.objects.filter(user_id=alice.id).exists()


@pytest.mark.parametrize("answer", ["", "maybe"])
def test_neither_yes_nor_no_is_neither(alice: Member, answer: str) -> None:
    assert say(alice.client, an_app().question(), answer).status_code == 400
    assert not Grant.objects.filter(user_id=alice.id).exists()


def test_an_app_without_an_address_gets_its_code_by_hand(alice: Member) -> None:
    app = an_app(OOB)
    page = body(say(alice.client, app.question(), "yes"))
    code = page.split('class="code" value="')[1].split('"')[0]
    assert told(Api().post("/oauth/token", app.exchange(unescape(code))))["scope"] == "read"
    assert "was not let in" in body(say(alice.client, app.question(), "no"))


@pytest.mark.parametrize(
    "redirect_uri",
    [
        "pixelfed://login",
        "icecubesapp://",
        "com.example.app:/back",
        "http://localhost:4711/back",
        "https://app.example",
        "https://app.example/?code=old&state=old",
    ],
)
def test_every_kind_of_address_is_led_to_as_it_is(alice: Member, redirect_uri: str) -> None:
    app = an_app(redirect_uri)
    before = f"{redirect_uri}{'&' if '?' in redirect_uri else '?'}"
    answer = say(alice.client, app.question(state="new"), "yes")
    assert re.fullmatch(r"code=\w{20,}&state=new", answer["Location"].removeprefix(before))
    told(Api().post("/oauth/token", app.exchange(came_back(answer)["code"])))
    answer = say(alice.client, app.question(state="new"), "no")
    assert answer["Location"].startswith(f"{before}error=access_denied&error_description=The+person")


@pytest.mark.parametrize(
    ("redirect_uri", "opened"),
    [
        (AT_HOME, " https://app.example"),
        ("http://localhost:4711/back", " http://localhost:4711"),
        ("pixelfed://login", " pixelfed:"),
        (OOB, ""),
    ],
)
def test_the_page_lets_its_form_lead_to_this_app_and_nowhere_else(
    alice: Member, redirect_uri: str, opened: str
) -> None:
    answer = alice.client.get("/oauth/authorize", an_app(redirect_uri).question())
    policy = answer["Content-Security-Policy"].split("; ")
    assert f"form-action 'self'{opened}" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "redirect_uri",
    [
        "https://evil.example/back",
        "https://app.example/back/",
        "https://app.example/Back",
        "https://app.example/back?more",
        "https://app.example/back#here",
        "https://app.example/back/../elsewhere",
        "https://app.example%2Fback",
        "https://app.example:443/back",
        "https://app.example@evil.example/back",
        "https://evil.example\\@app.example/back",
        "https://app.example/back\r\nSet-Cookie: a=b",
        "https://app\u3002example/back",
        "HTTPS://app.example/back",
        "//app.example/back",
        "javascript:alert(1)",
        "\0https://app.example/back ",
    ],
)
def test_an_address_that_is_not_the_apps_own_to_the_letter_leads_nowhere(alice: Member, redirect_uri: str) -> None:
    question = an_app().question() | {"redirect_uri": redirect_uri}
    for answer in (alice.client.get("/oauth/authorize", question), say(alice.client, question, "yes")):
        assert answer.status_code == 400
        assert "Location" not in answer
        assert "asks in a wrong way" in body(answer)
    assert not Grant.objects.filter(user_id=alice.id).exists()


@pytest.mark.parametrize("client_id", ["", "nobody", "\0", "x" * 5000, "é"])
def test_an_unknown_app_leads_nowhere(alice: Member, client_id: str) -> None:
    question = an_app().question() | {"client_id": client_id}
    assert alice.client.get("/oauth/authorize", question).status_code == 400
    assert say(alice.client, question, "yes").status_code == 400


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"scope": "write"}, "invalid_scope"),
        ({"scope": "read nonsense"}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": ""}, "invalid_request"),
        ({"code_challenge": "x" * 43, "code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "x" * 43}, "invalid_request"),
        ({"code_challenge": "short", "code_challenge_method": "S256"}, "invalid_request"),
        ({"code_challenge": "x" * 500, "code_challenge_method": "S256"}, "invalid_request"),
    ],
)
def test_what_an_app_cannot_have_it_is_told_only_if_the_person_goes_there(
    alice: Member, wrong: dict[str, str], error: str
) -> None:
    question = an_app(scopes="read").question(state="s") | wrong
    for answer in (alice.client.get("/oauth/authorize", question), say(alice.client, question, "yes")):
        assert answer.status_code == 400
        page = unescape(body(answer))
        assert f"{AT_HOME}?error={error}" in page
        assert "state=s" in page
    assert not Grant.objects.filter(user_id=alice.id).exists()


def test_a_question_asked_twice_over_is_not_answered(alice: Member) -> None:
    question = {**an_app().question(), "redirect_uri": [AT_HOME, "https://evil.example"]}
    assert alice.client.get("/oauth/authorize", question).status_code == 400


@pytest.mark.parametrize("name", ["nonce", "claims", "resource", "response_mode", "prompt", "user", "client"])
def test_words_of_other_protocols_change_nothing(alice: Member, name: str) -> None:
    question = an_app().question() | {name: "x" * 1000}
    assert alice.client.get("/oauth/authorize", question).status_code == 200
    assert came_back(say(alice.client, question, "yes"))["code"]


def test_another_site_cannot_press_the_button(alice: Member) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = alice.client.cookies
    assert say(strict, an_app().question(), "yes").status_code == 403
    assert not Grant.objects.filter(user_id=alice.id).exists()


def test_what_was_allowed_once_is_asked_again(alice: Member) -> None:
    app = an_app()
    app.token(alice)
    answer = alice.client.get("/oauth/authorize", app.question())
    assert answer.status_code == 200
    assert 'value="yes"' in body(answer)


def test_a_yes_after_the_session_has_ended_asks_to_sign_in(alice: Member) -> None:
    answer = say(Client(), an_app().question(), "yes")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=/oauth/authorize")


def test_with_pkce_the_code_keeps_the_challenge(alice: Member) -> None:
    an_app().code(alice, code_challenge=CHALLENGE, code_challenge_method="S256")
    assert Grant.objects.get(user_id=alice.id).code_challenge == CHALLENGE


def test_a_way_to_check_without_a_challenge_to_check_means_nothing_however_long(alice: Member) -> None:
    an_app().code(alice, code_challenge_method="x" * 11)
    assert not Grant.objects.get(user_id=alice.id).code_challenge_method
