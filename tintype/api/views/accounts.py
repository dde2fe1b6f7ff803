"""Other people, one by one and by name."""

from typing import Annotated, Any

from pydantic import Field

from tintype.accounts.queries import people
from tintype.api.call import Call
from tintype.api.entities.account import account_of, accounts_of
from tintype.api.entities.shapes import Account
from tintype.api.finding import named_for, people_for, people_found
from tintype.api.paging import SkippingPeople
from tintype.api.params import Flag, Ids, NoParams, Params
from tintype.api.people import person_for
from tintype.api.routes import Who, route
from tintype.lib.errors import NotFound

MOST_AT_ONCE = 40


class ManyParams(Params):
    id: Annotated[Ids, Field(max_length=MOST_AT_ONCE)] = []


class LookupParams(Params):
    acct: str = ""


class SearchParams(SkippingPeople):
    q: str = ""
    following: Flag = False


@route("GET", "/api/v1/accounts/<id:account_id>", who=Who.EVERYBODY, scope="read:accounts", answer=Account)
def account(call: Call, params: NoParams, account_id: int) -> Account:
    """See somebody's profile."""
    return account_of(person_for(call.viewer, account_id))


@route("GET", "/api/v1/accounts", who=Who.EVERYBODY, scope="read:accounts", answer=list[Account])
def accounts(call: Call, params: ManyParams) -> list[Account]:
    """See several profiles; those that are not there are left out."""
    return accounts_of(people_for(call.viewer, people(params.id).values()))


@route("GET", "/api/v1/accounts/lookup", who=Who.EVERYBODY, scope="read:accounts", answer=Account, statuses=(404,))
def lookup(call: Call, params: LookupParams) -> Account:
    """Find somebody by their name, `ann` or `ann@this.site`."""
    found = named_for(call.viewer, params.acct)
    if found is None:
        raise NotFound
    return account_of(found)


@route(
    "GET",
    "/api/v1/accounts/search",
    scope="read:accounts",
    answer=list[Account],
    differs="finds people by the beginning of their user name, not by other words of their profile",
)
def search(call: Call, params: SearchParams) -> list[Account]:
    """Find people by the beginning of their name."""
    return accounts_of(people_found(call.me, params.q, params.size, params.skipped, only_followed=params.following))


@route("GET", "/api/v1.1/accounts/username/<str:username>", scope="read:accounts", answer=Account | list[Any])
def by_username(call: Call, params: NoParams, username: str) -> Account | list[Any]:
    """Find somebody by their name; an empty list where there is nobody."""
    found = named_for(call.me, username)
    return account_of(found) if found else []
