"""What the operator does with people: invites them, lets them in, turns them away, looks at reports."""

import re

import pytest
from click.testing import CliRunner, Result
from django.test import override_settings

from tintype.accounts import registration
from tintype.accounts.queries import person_by_username
from tintype.accounts.reports import report
from tintype.cli import tintype
from tintype.testing.member import PASSWORD, Member, unique_name


def run(*words: str) -> Result:
    return CliRunner().invoke(tintype, words)


def printed(*words: str) -> str:
    done = run(*words)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def waiting() -> str:
    """The name of somebody who waits."""
    name = unique_name("patient")
    with override_settings(TINTYPE_REGISTRATION="approval"):
        registration.register(name, f"{name}@example.org", PASSWORD, reason="I like\nthe sea")
    return name


def test_who_waits_is_listed_and_let_in(waiting: str) -> None:
    assert re.search(rf"^@{waiting} +{waiting}@example.org +I like the sea$", printed("user", "waiting"), re.MULTILINE)
    assert printed("user", "approve", waiting.upper()) == f"@{waiting} may sign in\n"
    assert person_by_username(waiting)
    assert waiting not in printed("user", "waiting")


def test_who_waits_is_turned_away(waiting: str) -> None:
    assert printed("user", "refuse", waiting) == f"@{waiting} was turned away\n"
    for word in ("refuse", "approve"):
        done = run("user", word, waiting)
        assert done.exit_code == 1
        assert f"Nobody called {waiting} waits to be let in." in done.output


@override_settings(TINTYPE_REGISTRATION="invite")
def test_an_invitation_is_an_address_and_nothing_else() -> None:
    address = printed("invite", "--uses", "2", "--days", "3")
    found = re.fullmatch(r"http://localhost:8000/account/signup/\?invite=(\S+)\n", address)
    assert found
    assert registration.is_good_invite(found[1])
    assert [run("invite", "--uses", text).exit_code for text in ("0", "x")] == [2, 2]


def test_reports_are_listed_until_settled(alice: Member, bob: Member) -> None:
    made = report(bob.id, alice.id, [7], "spam", "Look\nhere")
    line = rf"^ *{made.id} .* @{bob.username} +@{alice.username} +spam +Look here http://localhost:8000/p/7/$"
    assert re.search(line, printed("reports", "list"), re.MULTILINE)
    assert printed("reports", "done", str(made.id)) == f"report {made.id} is settled\n"
    assert not re.search(line, printed("reports", "list"), re.MULTILINE)
    assert run("reports", "done", str(made.id)).exit_code == 1
