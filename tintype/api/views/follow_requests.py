"""Who asks to follow, where the account is private."""

from tintype.api.answers import Answer
from tintype.api.call import Call
from tintype.api.entities.account import accounts_of
from tintype.api.entities.relationship import relationship_of
from tintype.api.entities.shapes import Account, Relationship
from tintype.api.paging import PeoplePaging, listed
from tintype.api.params import NoParams
from tintype.api.people import person_for
from tintype.api.routes import route
from tintype.graph import actions, queries


@route("GET", "/api/v1/follow_requests", scope="read:follows", answer=list[Account])
def waiting(call: Call, params: PeoplePaging) -> Answer:
    """List who asks to follow, newest first."""
    page = queries.requests(call.me, params.span, params.size)
    return listed(call, page, accounts_of(page.items))


@route("POST", "/api/v1/follow_requests/<id:account_id>/authorize", scope="write:follows", answer=Relationship)
def authorize(call: Call, params: NoParams, account_id: int) -> Relationship:
    """Let somebody follow who asked to."""
    actions.approve(call.me, person_for(call.me, account_id).id)
    return relationship_of(call.me, account_id)


@route("POST", "/api/v1/follow_requests/<id:account_id>/reject", scope="write:follows", answer=Relationship)
def reject(call: Call, params: NoParams, account_id: int) -> Relationship:
    """Turn a request to follow down."""
    actions.turn_down(call.me, person_for(call.me, account_id).id)
    return relationship_of(call.me, account_id)
