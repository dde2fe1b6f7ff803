"""What apps ask for and Tintype has none of: the lists are there, and empty."""

from typing import Any

from tintype.api.call import Call
from tintype.api.entities.shapes import Account, Empty
from tintype.api.params import NoParams
from tintype.api.people import person_for
from tintype.api.routes import Who, route

_ONE_SITE = "always empty: nothing comes from other sites"
_NO_FILTERS = "always empty: words are not filtered"
_NOBODY_FEATURED = "always empty: profiles show no people"


@route("GET", "/api/v1/domain_blocks", scope="read:blocks", answer=list[str], differs=_ONE_SITE)
def domain_blocks(call: Call, params: NoParams) -> list[str]:
    """List the sites that one blocks."""
    return []


@route("POST", "/api/v1/domain_blocks", scope="write:blocks", answer=Empty, differs="has no effect")
def block_domain(call: Call, params: NoParams) -> Empty:
    """Block a site."""
    return {}


@route("DELETE", "/api/v1/domain_blocks", scope="write:blocks", answer=Empty, differs="has no effect")
def unblock_domain(call: Call, params: NoParams) -> Empty:
    """End the block of a site."""
    return {}


@route("GET", "/api/v1/filters", scope="read:filters", answer=list[Any], differs=_NO_FILTERS)
def former_filters(call: Call, params: NoParams) -> list[Any]:
    """List the words that one does not want to read, for older apps."""
    return []


@route("GET", "/api/v2/filters", scope="read:filters", answer=list[Any], differs=_NO_FILTERS)
def filters(call: Call, params: NoParams) -> list[Any]:
    """List the words that one does not want to read."""
    return []


@route("GET", "/api/v1/endorsements", scope="read:accounts", answer=list[Account], differs=_NOBODY_FEATURED)
def endorsements(call: Call, params: NoParams) -> list[Account]:
    """List whom one shows on one's profile."""
    return []


@route(
    "GET",
    "/api/v1/accounts/<id:account_id>/endorsements",
    scope="read:accounts",
    who=Who.EVERYBODY,
    answer=list[Account],
    differs=_NOBODY_FEATURED,
)
def endorsed_by(call: Call, params: NoParams, account_id: int) -> list[Account]:
    """List whom somebody shows on their profile."""
    person_for(call.viewer, account_id)
    return []
