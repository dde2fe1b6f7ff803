"""Following, being followed, and what is between two people."""

from pydantic import Field

from tintype.accounts.queries import people
from tintype.api.answers import Answer
from tintype.api.call import Call
from tintype.api.entities.account import accounts_of
from tintype.api.entities.relationship import relationship_of, relationships_of
from tintype.api.entities.shapes import Account, FamiliarFollowers, Relationship
from tintype.api.limiting import count_act
from tintype.api.paging import PeoplePaging, listed
from tintype.api.params import Flag, Ids, NoParams, Params
from tintype.api.people import person_for
from tintype.api.routes import Who, route
from tintype.graph import actions, queries
from tintype.graph.familiar import familiar_followers

MOST_AT_ONCE = 200


class FollowParams(Params):
    reblogs: Flag | None = Field(None, description="Whether what they share comes into the home timeline.")
    notify: Flag | None = Field(None, description="Whether each new post of theirs is told as a notification.")


class PeopleParams(Params):
    id: Ids = Field([], max_length=MOST_AT_ONCE)


@route(
    "POST",
    "/api/v1/accounts/<id:account_id>/follow",
    scope="write:follows",
    answer=Relationship,
    differs="`languages` are ignored; following oneself or somebody whom one blocks is a 422",
)
def follow(call: Call, params: FollowParams, account_id: int) -> Relationship:
    """Follow somebody, or ask to; or change how one follows."""
    count_act(call, "follow")
    actions.follow(call.me, account_id, is_loud=params.notify, with_shares=params.reblogs)
    return relationship_of(call.me, account_id)


@route("POST", "/api/v1/accounts/<id:account_id>/unfollow", scope="write:follows", answer=Relationship)
def unfollow(call: Call, params: NoParams, account_id: int) -> Relationship:
    """Stop following somebody, or take a request back."""
    actions.unfollow(call.me, person_for(call.me, account_id).id)
    return relationship_of(call.me, account_id)


@route("POST", "/api/v1/accounts/<id:account_id>/remove_from_followers", scope="write:follows", answer=Relationship)
def remove_from_followers(call: Call, params: NoParams, account_id: int) -> Relationship:
    """Take a follower away."""
    actions.decline(call.me, person_for(call.me, account_id).id)
    return relationship_of(call.me, account_id)


@route(
    "GET",
    "/api/v1/accounts/relationships",
    scope="read:follows",
    answer=list[Relationship],
    differs="`blocked_by` is always false: who is blocked does not learn it",
)
def relationships(call: Call, params: PeopleParams) -> list[Relationship]:
    """See what is between oneself and others."""
    return relationships_of(call.me, params.id)


@route(
    "GET",
    "/api/v1/accounts/<id:account_id>/followers",
    scope="read:accounts",
    who=Who.EVERYBODY,
    answer=list[Account],
    differs="empty for those who may not see the posts of a private account",
)
def followers(call: Call, params: PeoplePaging, account_id: int) -> Answer:
    """List who follows somebody, newest first."""
    page = queries.followers(call.viewer, person_for(call.viewer, account_id), params.span, params.size)
    return listed(call, page, accounts_of(page.items))


@route(
    "GET",
    "/api/v1/accounts/<id:account_id>/following",
    scope="read:accounts",
    who=Who.EVERYBODY,
    answer=list[Account],
    differs="empty for those who may not see the posts of a private account",
)
def following(call: Call, params: PeoplePaging, account_id: int) -> Answer:
    """List whom somebody follows, newest first."""
    page = queries.following(call.viewer, person_for(call.viewer, account_id), params.span, params.size)
    return listed(call, page, accounts_of(page.items))


@route("GET", "/api/v1/accounts/familiar_followers", scope="read:follows", answer=list[FamiliarFollowers])
def familiar(call: Call, params: PeopleParams) -> list[FamiliarFollowers]:
    """List whom one knows among the followers of others: at most 20 of each."""
    found = familiar_followers(call.me, people(params.id).values())
    everybody = {person.id: person for known in found.values() for person in known}
    shown = {account["id"]: account for account in accounts_of(everybody.values())}
    return [
        {"id": str(owner_id), "accounts": [shown[str(person.id)] for person in known]}
        for owner_id, known in found.items()
    ]


@route("GET", "/api/v1.1/accounts/mutuals/<id:account_id>", scope="read:follows", answer=list[Account])
def mutuals(call: Call, params: NoParams, account_id: int) -> list[Account]:
    """List whom one knows among somebody's followers, for Pixelfed's app."""
    return accounts_of(familiar_followers(call.me, [person_for(call.me, account_id)])[account_id])
