"""People one might like to know."""

from tintype.accounts.actions import dismiss
from tintype.accounts.queries import newest_people
from tintype.api.call import Call
from tintype.api.entities.account import accounts_of
from tintype.api.entities.shapes import Account, Empty
from tintype.api.entities.suggestion import Suggestion
from tintype.api.finding import people_for
from tintype.api.paging import PeoplePaging, SkippingPeople
from tintype.api.params import NoParams
from tintype.api.routes import Who, route
from tintype.photos.discovery import popular, recently_active, suggestions

POPULAR = 16
DIFFERS = "people who let themselves be found and posted something for everyone not long ago"


class DirectoryParams(SkippingPeople):
    order: str = "active"


@route("GET", "/api/v1/directory", who=Who.EVERYBODY, answer=list[Account], differs=f"`order=active`: {DIFFERS}")
def directory(call: Call, params: DirectoryParams) -> list[Account]:
    """List the people of this site who let themselves be found."""
    if params.order == "new":
        return accounts_of(people_for(call.viewer, newest_people(params.size, params.skipped)))
    return accounts_of(recently_active(call.viewer, params.size, params.skipped))


@route("GET", "/api/v2/suggestions", scope="read:accounts", answer=list[Suggestion], differs=DIFFERS)
def suggested(call: Call, params: PeoplePaging) -> list[Suggestion]:
    """List people whom one might like to follow."""
    found = accounts_of(suggestions(call.me, params.size))
    return [Suggestion(source="global", sources=["most_interactions"], account=account) for account in found]


@route("GET", "/api/v1/suggestions", scope="read:accounts", answer=list[Account], differs=DIFFERS)
def formerly_suggested(call: Call, params: PeoplePaging) -> list[Account]:
    """List people whom one might like to follow, for older apps."""
    return accounts_of(suggestions(call.me, params.size))


@route("DELETE", "/api/v1/suggestions/<id:account_id>", scope="write:accounts", answer=Empty)
def not_interested(call: Call, params: NoParams, account_id: int) -> Empty:
    """Have somebody not suggested any more."""
    dismiss(call.me, account_id)
    return {}


@route("GET", "/api/v1.1/discover/accounts/popular", scope="read:accounts", answer=list[Account], differs=DIFFERS)
def popular_people(call: Call, params: NoParams) -> list[Account]:
    """List people whom many follow and one does not yet."""
    return accounts_of(popular(call.me, POPULAR))
