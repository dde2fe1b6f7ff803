"""Every endpoint with every scope: only the right one passes. Made from the map of routes."""

import re
from functools import cache

import pytest

from tests.api.client import Api, token_for
from tintype.accounts.scopes import SCOPES, covers
from tintype.api.routes import Route, Who, all_routes
from tintype.testing.member import Member, make_member

REFUSED = {401, 403}


@cache
def member() -> Member:
    return make_member("scoped")


@cache
def api_with(scope: str) -> Api:
    return Api(token_for(member(), scope))


def address(route: Route) -> str:
    """Of something that is not there: what passes changes nothing."""
    return re.sub(r"<[^>]+>", "1", route.path)


def named(route: Route) -> str:
    return f"{route.method} {route.path}"


# Where a token is looked at; the others ask for a client's secret, or for nothing at all.
WITH_TOKENS = [route for route in all_routes() if route.who is not Who.ANYBODY]


@pytest.mark.parametrize("route", WITH_TOKENS, ids=named)
def test_only_the_right_scope_passes(route: Route) -> None:
    passed = {
        scope for scope in SCOPES if api_with(scope).send(route.method, address(route)).status_code not in REFUSED
    }
    assert passed == {scope for scope in SCOPES if route.scope is None or covers({scope}, route.scope)}


@pytest.mark.parametrize("route", WITH_TOKENS, ids=named)
def test_nobody_passes_where_a_token_is_wanted(route: Route) -> None:
    status = Api().send(route.method, address(route)).status_code
    assert (status == 401) == (route.who is not Who.EVERYBODY)


def test_there_is_something_to_refuse() -> None:
    wanted = {route.scope for route in all_routes()}
    assert {"read:statuses", "write:statuses", "write:media"} <= wanted
