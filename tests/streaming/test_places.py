"""For how many there is room."""

import resource

import pytest

from tests.api.client import token_for
from tests.streaming.served import Served
from tests.streaming.test_websocket import refused
from tintype.streaming.connections import MOST_AT_ALL
from tintype.streaming.management.commands.run_streaming import OTHER_FILES, places
from tintype.testing.member import Member


def test_as_many_as_the_system_has_files_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1024, 2000))
    asked = []
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: asked.append(limits))
    assert places() == 2000 - OTHER_FILES
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1024, resource.RLIM_INFINITY))
    assert places() == MOST_AT_ALL
    assert asked == [(2000, 2000), (MOST_AT_ALL + OTHER_FILES, resource.RLIM_INFINITY)]


def test_whoever_comes_when_all_places_are_taken_is_turned_away(served: Served, alice: Member, bob: Member) -> None:
    served.server.connections._most = 1
    first = served.app(token_for(alice))
    assert refused(served, token_for(bob)) == 429
    first.end()
