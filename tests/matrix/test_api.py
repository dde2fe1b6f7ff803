"""Every kind of person at every endpoint of the API, for every kind of post. Made from the map of routes."""

import re
from functools import cache

import pytest

from tests.api.client import Api, token_for
from tests.matrix.api_rows import SHOWN, by_address, by_id, just_after
from tests.matrix.api_without_posts import SHOWS_NO_POST
from tests.matrix.rule import CASES, Case
from tests.matrix.scene import Place, place_of
from tintype.api.routes import Route, all_routes

ROUTES = {f"{route.method} {route.path}": route for route in all_routes()}


@cache
def api_of(case: Case) -> Api:
    member = place_of(case, "api").member
    return Api(token_for(member) if case.is_signed_in else None)


def parts(place: Place) -> dict[str, str]:
    """What the variable parts of addresses stand for, so that each endpoint is asked about this post."""
    return {
        "status_id": str(place.shown.id),
        "account_id": str(place.account.owner.id),
        "photo_id": str(place.shown.post.photos[0].id),
        "username": place.account.owner.username,
        "name": place.shown.tag,
    }


def address(route: Route, place: Place) -> str:
    known = parts(place)
    return re.sub(r"<\w+:(\w+)>", lambda match: known.get(match[1], str(place.shown.id)), route.path)


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_api_shows_a_post_to_those_who_may_see_it_and_to_nobody_else(case: Case, name: str) -> None:
    row, route, place = SHOWN[name], ROUTES[name], place_of(case, "api")
    response = api_of(case).send(route.method, address(route, place), query=row.params(place))
    assert (response.status_code, place.shown.is_in(response.content.decode())) == row.expected(case)


def test_every_endpoint_has_a_row() -> None:
    without = [name for names in SHOWS_NO_POST.values() for name in names]
    assert sorted([*SHOWN, *without]) == sorted(ROUTES)


# Whoever may not see a post of the private account.
STRANGERS = [case for case in CASES if case.account_is_private and not case.may_see]
READING = [name for names in SHOWS_NO_POST.values() for name in names if name.startswith("GET ")]


@pytest.mark.parametrize("name", READING)
def test_what_shows_no_post_shows_none(name: str) -> None:
    leaks = []
    for case in STRANGERS:
        route, place = ROUTES[name], place_of(case, "api")
        asked = {"acct": place.account.owner.username, **by_id(place), **by_address(place)}
        for params in (asked, just_after(place)):
            response = api_of(case).send(route.method, address(route, place), query=params)
            if place.shown.is_in(response.content.decode()):
                leaks.append(str(case))
    assert leaks == []
