"""A new account, and what it may not be called."""

import re

import pytest
from django.test import Client

from tests.web.asking import body, status_and_place
from tintype.accounts.actions import create_account
from tintype.accounts.adapter import AccountAdapter
from tintype.accounts.models import Account
from tintype.testing.member import PASSWORD, Member, unique_name

ADDRESS = "/account/signup/"


def form(**changes: str) -> dict[str, str]:
    name = unique_name("newcomer")
    return {"username": name, "email": f"{name}@example.org", "password1": PASSWORD} | changes


def refusal(sent: dict[str, str]) -> str:
    """What stands under the field; nobody is signed in and no account made."""
    client, accounts = Client(), Account.objects.count()
    response = client.post(ADDRESS, sent)
    assert response.status_code == 200
    assert Account.objects.count() == accounts
    assert client.get("/me/").status_code == 302
    return " ".join(re.findall(r'class="(?:wrong|note bad[^"]*)"[^>]*>([^<]+)<', body(response)))


def test_one_is_signed_in_at_once_and_sees_an_empty_feed() -> None:
    client, sent = Client(), form()
    assert status_and_place(client.post(ADDRESS, sent)) == (302, "/")
    assert "Your feed starts here" in body(client.get("/"))
    assert status_and_place(client.get("/me/")) == (302, f"/@{sent['username']}/")


def test_capitals_become_small_letters() -> None:
    client, sent = Client(), form()
    client.post(ADDRESS, sent | {"username": sent["username"].upper()})
    assert client.get("/me/")["Location"] == f"/@{sent['username']}/"


def test_a_name_that_is_taken_is_refused_in_capitals_too(alice: Member) -> None:
    assert "already exists" in refusal(form(username=alice.username))
    assert "already exists" in refusal(form(username=alice.username.upper()))


def test_an_address_that_is_taken_is_refused_in_capitals_too(alice: Member) -> None:
    assert "already" in refusal(form(email=alice.email))
    assert "already" in refusal(form(email=alice.email.upper()))


@pytest.mark.parametrize(
    "name",
    ["", " ", "a b", "a-b", "a.b", "ünal", "x" * 31, "@x", "a/b", "<b>", "a\0b", "\u0430lice", "a\u202eb", "a\nb"],
)
def test_a_name_of_other_signs_is_refused(name: str) -> None:
    assert refusal(form(username=name))


@pytest.mark.parametrize("password", ["", "short", "12345678901", "password", "\0" * 12])
def test_a_weak_password_is_refused(password: str) -> None:
    assert refusal(form(password1=password))


def test_a_password_like_the_name_is_refused() -> None:
    sent = form()
    assert refusal(sent | {"password1": sent["username"]})


@pytest.mark.parametrize(
    "address",
    [
        "",
        "alice",
        "a@b",
        "a b@example.org",
        "a@example.org\nBcc: b@example.org",
        "x\0@y.org",
        "x" * 250 + "@example.org",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    assert refusal(form(email=address))


def test_what_was_typed_comes_back_escaped_but_not_the_password() -> None:
    page = body(Client().post(ADDRESS, form(username='"><script>x', password1="hunter2 hunter2")))
    assert 'value="&quot;&gt;&lt;script&gt;x"' in page
    assert ("<script>x" in page, "hunter2" in page) == (False, False)


def test_who_is_signed_in_already_is_led_home(alice: Member) -> None:
    assert status_and_place(alice.client.get(ADDRESS)) == (302, "/")


def test_a_megabyte_as_a_name_is_refused() -> None:
    assert Client().post(ADDRESS, form(username="x" * 2**20)).status_code == 413


def test_a_name_that_is_taken_while_the_form_is_read_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    real = AccountAdapter.clean_username

    def beaten(adapter: AccountAdapter, username: str, *, shallow: bool = False) -> str:
        name = real(adapter, username, shallow=shallow)
        create_account(name, f"{name}@example.net", PASSWORD)
        return name

    monkeypatch.setattr(AccountAdapter, "clean_username", beaten)
    client = Client()
    answer = client.post(ADDRESS, form())
    assert (answer.status_code, "has just been taken" in body(answer)) == (409, True)
    assert client.get("/me/").status_code == 302
