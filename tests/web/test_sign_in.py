"""Coming in, going out, and passwords."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from tests.web.asking import body, status_and_place
from tintype.testing.member import PASSWORD, Member

LOGIN, LOGOUT = "/account/login/", "/account/logout/"
CHANGE, RESET = "/account/password/change/", "/account/password/reset/"
NEW = "four other words together"


def signed_in(client: Client) -> bool:
    return client.get("/settings/").status_code == 200


def come_in(member: Member, password: str = PASSWORD) -> Client:
    client = Client()
    client.post(LOGIN, {"login": member.username, "password": password})
    return client


def mailed_path(member: Member) -> str:
    """The way in the mail that came last; the address of the site is taken off."""
    sent = [message for message in mail.outbox if message.to == [member.email]]
    found = re.search(r"https?://[^/]+(/\S+)", str(sent[-1].body))
    assert found
    return found[1]


@pytest.mark.parametrize("change", [str.lower, str.upper])
def test_by_name_and_by_address(alice: Member, change: Callable[[str], str]) -> None:
    for login in (alice.username, alice.email):
        client = Client()
        answer = client.post(LOGIN, {"login": change(login), "password": PASSWORD})
        assert (status_and_place(answer), signed_in(client)) == ((302, "/"), True)


def test_after_signing_in_one_is_where_one_wanted_to_go(alice: Member) -> None:
    client = Client()
    asked = client.get("/activity/")["Location"]
    page = body(client.get(asked))
    assert '<input type="hidden" name="next" value="/activity/"' in page
    answer = client.post(LOGIN, {"login": alice.username, "password": PASSWORD, "next": "/activity/"})
    assert status_and_place(answer) == (302, "/activity/")


@pytest.mark.parametrize(
    ("login", "password"),
    [("{name}", "wrong"), ("{name}", ""), ("", PASSWORD), ("nobody_of_this_name", PASSWORD), ("{name}\0", PASSWORD)],
)
def test_wrong_ones_stay_outside(alice: Member, login: str, password: str) -> None:
    client = Client()
    answer = client.post(LOGIN, {"login": login.format(name=alice.username), "password": password})
    assert (answer.status_code, signed_in(client)) == (200, False)


def test_a_wrong_name_and_a_wrong_password_are_told_alike(alice: Member) -> None:
    def told(login: str) -> list[str]:
        page = body(Client().post(LOGIN, {"login": login, "password": "wrong"}))
        return [str(told) for told in re.findall(r'role="alert">([^<]+)<', page)]

    assert told(alice.username) == told("nobody_of_this_name") != []


def test_only_a_form_signs_out(alice: Member) -> None:
    client = come_in(alice)
    assert (client.get(LOGOUT).status_code, signed_in(client)) == (200, True)
    cookie = client.cookies["tintype_session"].value
    assert (status_and_place(client.post(LOGOUT)), signed_in(client)) == ((302, "/"), False)
    client.cookies["tintype_session"] = cookie
    assert signed_in(client) is False


def test_the_cookie_is_new_after_signing_in_and_out_of_reach_of_scripts(alice: Member) -> None:
    client = Client()
    client.cookies["tintype_session"] = "chosen-by-somebody-else"
    client.post(LOGIN, {"login": alice.username, "password": PASSWORD})
    cookie = client.cookies["tintype_session"]
    assert cookie.value != "chosen-by-somebody-else"
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_changed_password_ends_all_other_sessions(alice: Member, bob: Member) -> None:
    here, there, others = come_in(alice), come_in(alice), come_in(bob)
    answer = here.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert answer.status_code == 302
    assert [signed_in(client) for client in (here, there, others)] == [True, False, True]
    assert [signed_in(come_in(alice, word)) for word in (PASSWORD, NEW)] == [False, True]


@pytest.mark.parametrize(
    "form",
    [
        {"oldpassword": "wrong", "password1": NEW, "password2": NEW},
        {"oldpassword": PASSWORD, "password1": "short", "password2": "short"},
        {"oldpassword": PASSWORD, "password1": NEW, "password2": f"{NEW}!"},
        {},
    ],
)
def test_a_password_is_not_changed_to_a_weak_one_or_by_who_does_not_know_it(
    alice: Member, form: dict[str, str]
) -> None:
    here, there = come_in(alice), come_in(alice)
    assert here.post(CHANGE, form).status_code == 200
    assert (signed_in(there), signed_in(come_in(alice))) == (True, True)


def test_changing_a_password_is_for_those_who_are_signed_in() -> None:
    assert status_and_place(Client().get(CHANGE)) == (302, f"{LOGIN}?next={CHANGE}")


def test_a_forgotten_password_is_reset_by_the_mail_once(alice: Member) -> None:
    elsewhere, client = come_in(alice), Client()
    asked = client.post(RESET, {"email": alice.email.upper()})
    assert status_and_place(asked) == (302, f"{RESET}done/")
    assert "Look into your mail" in body(client.get(f"{RESET}done/"))
    way = mailed_path(alice)
    page = client.get(way, follow=True)
    form_address = page.redirect_chain[-1][0]
    assert "Choose a new password" in body(page)
    client.post(form_address, {"password1": NEW, "password2": NEW})
    assert [signed_in(one) for one in (client, elsewhere)] == [True, False]
    assert signed_in(come_in(alice, NEW)) is True
    assert "This link does not work any more" in body(Client().get(way, follow=True))


def test_nobody_learns_by_the_page_whether_an_address_has_an_account(alice: Member) -> None:
    known, unknown = (Client().post(RESET, {"email": address}) for address in (alice.email, "nobody@example.net"))
    assert status_and_place(known) == status_and_place(unknown)


@pytest.mark.parametrize("path", ["1-x", "zzz-set-password", "0-%00", "a-" + "b" * 500])
def test_a_made_up_link_says_so_kindly(path: str) -> None:
    answer = Client().get(f"{RESET}key/{path}/", follow=True)
    assert (answer.status_code, "This link does not work any more" in body(answer)) == (200, True)


def test_mails_lead_to_the_site_whatever_host_the_request_named(alice: Member) -> None:
    for address in (alice.email, f"not-{alice.email}"):
        Client().post(RESET, {"email": address}, headers={"host": "127.0.0.1:6666", "User-Agent": "<script>"})
    known, unknown = mail.outbox[-2:]
    assert (known.to, known.subject) == ([alice.email], "[Tintype] A new password")
    for message in (known, unknown):
        links = re.findall(r"\S+://\S+", str(message.body))
        assert [link.startswith(f"{settings.TINTYPE_URL}/account/") for link in links] == [True]
        assert ("6666" in str(message.body), "<script>" in str(message.body)) == (False, False)


@pytest.mark.parametrize(
    "path", ["", "email/", "reauthenticate/", "password/set/", "confirm-email/", "login/code/confirm/"]
)
def test_nobody_holds_the_addresses_of_others(alice: Member, bob: Member, path: str) -> None:
    form = {"action_add": "1", "email": bob.email}
    answers = [alice.client.get(f"/account/{path}"), alice.client.post(f"/account/{path}", form)]
    assert [answer.status_code for answer in answers] == [404, 404]
