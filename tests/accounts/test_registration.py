"""Who may sign up, in each of the four ways a place can be run."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client, override_settings

from tests.threads import together
from tests.web.asking import body, status_and_place
from tintype.accounts import registration
from tintype.accounts.errors import RegistrationRefused
from tintype.accounts.models import Account
from tintype.accounts.queries import person_by_username
from tintype.lib.errors import NotFound
from tintype.testing.member import PASSWORD, unique_name
from tintype.testing.tasks import run_tasks

ADDRESS = "/account/signup/"


@pytest.fixture(params=["open", "approval", "invite", "closed"])
def mode(request: Any) -> Iterator[str]:
    with override_settings(TINTYPE_REGISTRATION=request.param):
        yield request.param


def form(**changes: str) -> dict[str, str]:
    name = unique_name("comer")
    return {"username": name, "email": f"{name}@example.org", "password1": PASSWORD} | changes


def code(uses: int = 1, days: int = 1) -> str:
    return registration.invite(uses, days).partition("?invite=")[2]


def exists(sent: dict[str, str]) -> bool:
    return Account.objects.filter(username=sent["username"]).exists()


def test_without_an_invitation_one_comes_in_where_it_is_open(mode: str) -> None:
    client, sent = Client(), form()
    answer = client.post(ADDRESS, sent)
    place = {"open": (302, "/"), "approval": (302, "/account/inactive/?waiting")}.get(mode, (200, ""))
    assert status_and_place(answer) == place
    assert exists(sent) == (mode in {"open", "approval"})
    assert (client.get("/me/").headers["Location"] == f"/@{sent['username']}/") == (mode == "open")


def test_with_an_invitation_one_comes_in_unless_it_is_closed(mode: str) -> None:
    client, sent = Client(), form(invite=code())
    client.post(ADDRESS, sent)
    assert exists(sent) == (mode != "closed")
    assert (client.get("/me/").headers["Location"] == f"/@{sent['username']}/") == (mode != "closed")


def test_the_page_says_how_it_stands(mode: str) -> None:
    page = body(Client().get(f'{ADDRESS}?invite=abc"<b>'))
    asked = {"open": (False, False), "approval": (True, True), "invite": (True, False), "closed": (False, False)}
    assert ('name="invite"' in page, 'name="reason"' in page) == asked[mode]
    assert ('value="abc&quot;&lt;b&gt;"' in page) == asked[mode][0]
    assert ("No new accounts right now" in page) == (mode == "closed")


@override_settings(TINTYPE_REGISTRATION="approval")
def test_who_waits_is_nowhere_until_let_in_and_told_by_mail() -> None:
    sent = form(reason="I love the sea")
    Client().post(ADDRESS, sent)
    name = sent["username"]
    assert (name, sent["email"], "I love the sea") in registration.waiting()
    assert person_by_username(name) is None
    answer = Client().post("/account/login/", {"login": name, "password": PASSWORD}, follow=True)
    assert "looks at each new account first" in body(answer)
    registration.let_in(name.upper())
    run_tasks()
    letters = [letter for letter in mail.outbox if letter.to == [sent["email"]]]
    assert ["Sign in at" in letter.body for letter in letters] == [True]
    client = Client()
    assert status_and_place(client.post("/account/login/", {"login": name, "password": PASSWORD})) == (302, "/")
    with pytest.raises(NotFound):
        registration.let_in(name)


@override_settings(TINTYPE_REGISTRATION="approval")
def test_who_is_turned_away_leaves_the_name_free() -> None:
    sent = form()
    Client().post(ADDRESS, sent)
    registration.turn_away(sent["username"])
    assert not exists(sent)
    with pytest.raises(NotFound):
        registration.turn_away(sent["username"])
    assert status_and_place(Client().post(ADDRESS, sent))[1] == "/account/inactive/?waiting"


@override_settings(TINTYPE_REGISTRATION="approval")
def test_nobody_who_is_in_can_be_turned_away() -> None:
    with override_settings(TINTYPE_REGISTRATION="open"):
        name = unique_name("inside")
        registration.register(name, f"{name}@example.org", PASSWORD)
    for decide in (registration.turn_away, registration.let_in):
        with pytest.raises(NotFound):
            decide(name)
    assert person_by_username(name)


@override_settings(TINTYPE_REGISTRATION="invite")
def test_an_invitation_is_good_for_so_many_people_and_so_long() -> None:
    twice, short = code(uses=2), code(days=3)
    came = [form(invite=twice) for _ in range(3)]
    for sent in came:
        answer = Client().post(ADDRESS, sent)
    assert [exists(sent) for sent in came] == [True, True, False]
    assert registration.NOT_INVITED in body(answer)
    late = form(invite=short)
    with time_machine.travel("2036-01-01"):
        Client().post(ADDRESS, late)
    assert not exists(late)


@override_settings(TINTYPE_REGISTRATION="invite")
def test_of_four_who_use_the_last_of_an_invitation_at_once_one_comes_in() -> None:
    last = code()
    names = [unique_name("racer") for _ in range(4)]

    def come(name: str) -> bool:
        try:
            return bool(registration.register(name, f"{name}@example.org", PASSWORD, invite=last))
        except RegistrationRefused:
            return False

    assert sum(together([lambda name=name: come(name) for name in names])) == 1  # type: ignore[misc]
    assert Account.objects.filter(username__in=names).count() == 1


@override_settings(TINTYPE_REGISTRATION="invite")
def test_an_invitation_is_not_used_up_by_a_form_that_is_refused() -> None:
    once = code()
    bad, good = form(invite=once, password1="short"), form(invite=once)
    for sent in (bad, good):
        Client().post(ADDRESS, sent)
    assert (exists(bad), exists(good)) == (False, True)
