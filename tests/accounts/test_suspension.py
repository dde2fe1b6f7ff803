"""A suspended account: signed out everywhere at once, seen nowhere, and all of it comes back."""

import re
import uuid
from html import unescape

import pytest
from click.testing import CliRunner
from django.core import mail
from django.test import Client, override_settings
from oauth2_provider.models import AccessToken, Grant, RefreshToken

from tests.api.client import Api, told
from tests.api.oauth.asking import an_app, renewal
from tests.threads import together
from tests.web.asking import body, status_and_place
from tintype.accounts.models import Account, Session
from tintype.accounts.suspension import suspend, unsuspend
from tintype.accounts.tokens import holder_of
from tintype.cli import tintype
from tintype.graph.actions import follow
from tintype.lib.errors import NotFound, Refused
from tintype.photos.actions import comment
from tintype.testing.member import PASSWORD, Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


@pytest.mark.parametrize("way", ["code", "refresh", "password"])
def test_an_exchange_that_is_under_way_leaves_no_token_behind(alice: Member, way: str) -> None:
    app = an_app()
    sent = {
        "code": app.exchange(app.code(alice)),
        "refresh": renewal(app, app.token(alice)["refresh_token"]),
        "password": {**app.secret, "grant_type": "password", "username": alice.username, "password": PASSWORD},
    }[way]
    statuses: list[int] = []

    def exchange() -> None:
        statuses.append(Api().post("/oauth/token", sent).status_code)

    with override_settings(TINTYPE_PASSWORD_GRANT=True):
        together([exchange, exchange, exchange, lambda: suspend(alice.username)])
    assert set(statuses) <= {200, 400}
    unsuspend(alice.username)
    assert not AccessToken.objects.filter(user_id=alice.id).exists()


def sign_in(member: Member, browser: Client) -> str:
    return status_and_place(browser.post("/account/login/", {"login": member.username, "password": PASSWORD}))[1]


def test_browsers_apps_codes_and_refresh_tokens_are_dead_at_once(alice: Member, bob: Member) -> None:
    app = an_app()
    pair, code, others = app.token(alice), app.code(alice), app.token(bob)
    assert alice.client.get("/settings/").status_code == 200
    assert holder_of(pair["access_token"])
    suspend(alice.username.upper())
    assert status_and_place(alice.client.get("/settings/")) == (302, "/account/login/?next=/settings/")
    assert told(Api(pair["access_token"]).get("/oauth/userinfo"), 401)
    for sent in (renewal(app, pair["refresh_token"]), app.exchange(code)):
        assert told(Api().post("/oauth/token", sent), 400)["error"] == "invalid_grant"
    for model in (Session, Grant, RefreshToken, AccessToken):
        assert not model.objects.filter(**{f"{'account' if model is Session else 'user'}_id": alice.id}).exists()
    assert told(Api(others["access_token"]).get("/oauth/userinfo"))


def test_they_are_told_why_they_cannot_sign_in_by_any_door(alice: Member) -> None:
    suspend(alice.username)
    browser = Client()
    place = sign_in(alice, browser)
    assert place == "/account/inactive/"
    assert "This account is closed" in body(browser.get(place))
    assert status_and_place(browser.get("/settings/"))[0] == 302
    browser.post("/account/password/reset/", {"email": alice.email})
    for letter in mail.outbox:
        found = re.search(r"http://[^/]+(/account/password/reset/key/\S+)", str(letter.body))
        if found:
            form = browser.get(found[1], follow=True)
            new = {"password1": "another long one", "password2": "another long one"}
            browser.post(form.redirect_chain[-1][0], new)
    assert status_and_place(browser.get("/settings/"))[0] == 302


def test_nothing_of_theirs_is_seen_and_all_of_it_comes_back(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    post, his = make_post(alice.id, "In #sight"), make_post(bob.id)
    comment(alice.id, his, "A word of hers", uuid.uuid4().hex)
    run_tasks()

    def seen() -> list[bool]:
        pages = [
            ("/", f"/p/{post}/"),
            (f"/p/{his}/", "A word of hers"),
            ("/people/?q=" + alice.username, 'class="who"'),
        ]
        found = [words in unescape(body(bob.client.get(path))) for path, words in pages]
        paths = (f"/p/{post}/", f"/@{alice.username}/", f"/p/{post}/likes/")
        return [*found, *(bob.client.get(path).status_code == 200 for path in paths)]

    assert seen() == [True] * 6
    suspend(alice.username)
    assert seen() == [False] * 6
    unsuspend(alice.username)
    assert seen() == [True] * 6


def test_they_sign_in_again_once_it_is_lifted(alice: Member) -> None:
    suspend(alice.username)
    suspend(alice.username)
    unsuspend(alice.username)
    browser = Client()
    assert sign_in(alice, browser) == "/"
    assert Account.objects.get(id=alice.id).suspended_at is None


def test_what_makes_no_sense_is_refused(alice: Member) -> None:
    for name in (alice.username, "nobody_at_all"):
        with pytest.raises(NotFound):
            unsuspend(name)
    with pytest.raises(NotFound):
        suspend("nobody_at_all")
    Account.objects.filter(id=alice.id).update(waits_since="2026-01-01T00:00:00Z", is_active=False)
    with pytest.raises(Refused, match="tintype user refuse"):
        suspend(alice.username)
    with pytest.raises(NotFound):
        unsuspend(alice.username)
    assert not Account.objects.get(id=alice.id).is_active


def on_the_command_line(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(tintype, ["user", *words])
    return result.exit_code, result.output


def test_the_operator_does_it_on_the_command_line(alice: Member) -> None:
    name = alice.username
    assert on_the_command_line("suspend", name.upper()) == (0, f"suspended @{name}\n")
    assert not Account.objects.get(id=alice.id).is_active
    assert on_the_command_line("unsuspend", name) == (0, f"@{name} may sign in again\n")
    assert Account.objects.get(id=alice.id).is_active
    assert on_the_command_line("unsuspend", name) == (1, f"Error: {name} is not suspended.\n")
    assert on_the_command_line("suspend", "nobody_at_all") == (1, "Error: Nobody is called nobody_at_all.\n")
