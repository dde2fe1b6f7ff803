"""The page of the apps that act for one."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.utils import timezone

from tests.api.client import Api, told
from tests.api.oauth.asking import an_app
from tests.queries import counted
from tests.web.asking import body, status_and_place
from tintype.accounts.client_apps import acting_apps
from tintype.testing.member import Member

PAGE = "/settings/apps/"


def test_it_says_which_app_since_when_and_what_for(alice: Member, bob: Member) -> None:
    assert "None." in body(alice.client.get(PAGE))
    app = an_app(website="https://snaps.example", client_name="<b>Snaps")
    app.token(alice, "read:statuses")
    app.token(alice, "push")
    an_app(client_name="Another").token(bob)
    page = unescape(body(alice.client.get(PAGE)))
    for words in ("<bdi><b>Snaps</bdi>", "https://snaps.example", "See your posts and comments", "Tell your phone"):
        assert words in page
    assert "Another" not in page
    assert PAGE in body(alice.client.get("/settings/"))


def test_an_app_that_was_only_asked_for_or_said_no_to_does_not_act(alice: Member) -> None:
    an_app().code(alice)
    assert acting_apps(alice.id) == []


def test_since_when_does_not_move_when_a_token_is_renewed(alice: Member) -> None:
    app = an_app()
    with time_machine.travel(timezone.now() - timedelta(days=90)):
        token = app.token(alice)
    since = acting_apps(alice.id)[0].since.date()
    renewal = {**app.secret, "grant_type": "refresh_token", "refresh_token": token["refresh_token"]}
    told(Api().post("/oauth/token", renewal))
    assert [found.since.date() for found in acting_apps(alice.id)] == [since]
    assert since < timezone.now().date()


def test_a_removed_app_is_out_at_once_and_nobody_elses_is(alice: Member, bob: Member) -> None:
    app = an_app()
    mine, theirs, code = app.token(alice), app.token(bob), app.code(alice)
    assert told(Api(mine["access_token"]).get("/oauth/userinfo"))
    number = acting_apps(alice.id)[0].id
    for _ in range(2):
        assert status_and_place(alice.client.post(f"{PAGE}{number}/end/")) == (302, PAGE)
    assert told(Api(mine["access_token"]).get("/oauth/userinfo"), 401)
    renewal = {**app.secret, "grant_type": "refresh_token", "refresh_token": mine["refresh_token"]}
    for sent in (renewal, app.exchange(code)):
        assert told(Api().post("/oauth/token", sent), 400)["error"] == "invalid_grant"
    assert acting_apps(alice.id) == []
    assert told(Api(theirs["access_token"]).get("/oauth/userinfo"))


@pytest.mark.parametrize("count", [1, 3])
def test_several_apps_cost_the_same_queries_as_one(alice: Member, count: int) -> None:
    for _ in range(count):
        an_app().token(alice)
    with counted() as asked:
        assert len(acting_apps(alice.id)) == count
    assert asked.queries == 4


def test_the_page_is_for_those_who_are_signed_in(anonymous: Member) -> None:
    assert status_and_place(anonymous.client.get(PAGE)) == (302, f"/account/login/?next={PAGE}")
    assert anonymous.client.post(f"{PAGE}1/end/").status_code == 302
