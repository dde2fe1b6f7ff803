"""Whoever may not be told any more is cut off within seconds; who is on a list is looked at again."""

from collections.abc import Callable

import pytest

from tests.api.client import token_for
from tests.streaming.served import Served
from tintype.accounts.models import Account
from tintype.accounts.suspension import suspend
from tintype.graph.actions import follow
from tintype.graph.lists.actions import add_to_list, make_list
from tintype.lib.announce import by, publish
from tintype.streaming import watching
from tintype.testing.member import Member
from tintype.testing.tasks import run_tasks


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "EVERY_SECONDS", 0.05)


def _new_password(member: Member) -> None:
    account = Account.objects.get(id=member.id)
    account.set_password("another battery staple")
    account.save()


def _suspension(member: Member) -> None:
    suspend(member.username)


@pytest.mark.parametrize("end", [_new_password, _suspension])
def test_a_dead_token_ends_its_connections(
    served: Served, alice: Member, bob: Member, end: Callable[[Member], None]
) -> None:
    hers = [served.app(token_for(alice), stream="user"), served.app(token_for(alice))]
    events = served.events("user", token_for(alice))
    his = served.app(token_for(bob), stream="user")
    end(alice)
    assert [app.closed() for app in hers] == [1008, 1008]
    assert events.body() == ":)\n"
    served.wait_until_connected(1)
    his.settle()


def test_who_is_put_on_a_list_is_soon_heard_in_its_stream(served: Served, alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    run_tasks()
    made = make_list(bob.id, "friends")
    app = served.app(token_for(bob), stream="list", list=str(made.id))
    add_to_list(bob.id, made.id, [alice.id])
    served.wait_until(lambda: by(alice.id) in served.server.connections._listeners)
    publish([by(alice.id)], "delete", 1)
    assert app.heard() == ("delete", 1)
