"""One's own lists of people."""

from pydantic import Field

from tintype.api.answers import Answer
from tintype.api.call import Call
from tintype.api.entities.account import accounts_of
from tintype.api.entities.shapes import Account, Empty, PeopleList, Status
from tintype.api.entities.status import statuses_by_id
from tintype.api.paging import Paging, PeoplePaging, listed
from tintype.api.params import Flag, Ids, NoParams, Params
from tintype.api.people import person_for
from tintype.api.routes import route
from tintype.feed.lists import list_timeline
from tintype.graph.lists import actions, queries
from tintype.graph.records import ListRecord, Replies

_REPLIES = "`replies_policy` is kept and has no effect: comments are in no timeline"


class NewListParams(Params):
    title: str = ""
    replies_policy: Replies = "list"
    exclusive: Flag = Field(default=False, description="Whether its members leave the home timeline.")


class ListParams(Params):
    title: str | None = None
    replies_policy: Replies | None = None
    exclusive: Flag | None = Field(None, description="Whether its members leave the home timeline.")


class MembersParams(Params):
    account_ids: Ids = Field([], max_length=100)


def list_entity(found: ListRecord) -> PeopleList:
    return {"id": str(found.id), "title": found.title, "replies_policy": found.replies, "exclusive": found.is_exclusive}


@route("GET", "/api/v1/lists", scope="read:lists", answer=list[PeopleList])
def mine(call: Call, params: NoParams) -> list[PeopleList]:
    """List one's lists."""
    return [list_entity(found) for found in queries.lists_of(call.me)]


@route("POST", "/api/v1/lists", scope="write:lists", answer=PeopleList, differs=_REPLIES)
def make(call: Call, params: NewListParams) -> PeopleList:
    """Make a list."""
    made = actions.make_list(call.me, params.title, replies=params.replies_policy, is_exclusive=params.exclusive)
    return list_entity(made)


@route("GET", "/api/v1/lists/<id:list_id>", scope="read:lists", answer=PeopleList)
def show(call: Call, params: NoParams, list_id: int) -> PeopleList:
    """See one of one's lists."""
    return list_entity(queries.list_of(call.me, list_id))


@route("PUT", "/api/v1/lists/<id:list_id>", scope="write:lists", answer=PeopleList, differs=_REPLIES)
def change(call: Call, params: ListParams, list_id: int) -> PeopleList:
    """Change a list; what is not sent stays."""
    changed = actions.change_list(
        call.me, list_id, title=params.title, replies=params.replies_policy, is_exclusive=params.exclusive
    )
    return list_entity(changed)


@route("DELETE", "/api/v1/lists/<id:list_id>", scope="write:lists", answer=Empty)
def delete(call: Call, params: NoParams, list_id: int) -> Empty:
    """Delete a list."""
    actions.delete_list(call.me, list_id)
    return {}


@route("GET", "/api/v1/lists/<id:list_id>/accounts", scope="read:lists", answer=list[Account])
def members(call: Call, params: PeoplePaging, list_id: int) -> Answer:
    """List who is in a list, last added first."""
    page = queries.list_members(call.me, list_id, params.span, params.size)
    return listed(call, page, accounts_of(page.items))


@route(
    "POST",
    "/api/v1/lists/<id:list_id>/accounts",
    scope="write:lists",
    answer=Empty,
    differs="who is in it already stays, without an error",
)
def add(call: Call, params: MembersParams, list_id: int) -> Empty:
    """Put people whom one follows into a list: all of them, or none where one of them is not followed."""
    actions.add_to_list(call.me, list_id, params.account_ids)
    return {}


@route("DELETE", "/api/v1/lists/<id:list_id>/accounts", scope="write:lists", answer=Empty)
def remove(call: Call, params: MembersParams, list_id: int) -> Empty:
    """Take people out of a list."""
    actions.remove_from_list(call.me, list_id, params.account_ids)
    return {}


@route(
    "GET", "/api/v1/timelines/list/<id:list_id>", scope="read:lists", answer=list[Status], differs="no comments in it"
)
def timeline(call: Call, params: Paging, list_id: int) -> Answer:
    """Read the newest posts of those in a list, and what they shared."""
    page = list_timeline(call.me, list_id, params.span, params.size)
    statuses = statuses_by_id(call.me, page.items)
    return listed(call, page, [statuses[one] for one in page.items if one in statuses])


@route("GET", "/api/v1/accounts/<id:account_id>/lists", scope="read:lists", answer=list[PeopleList])
def lists_with(call: Call, params: NoParams, account_id: int) -> list[PeopleList]:
    """List those of one's lists in which somebody is."""
    found = queries.lists_with(call.me, person_for(call.me, account_id).id)
    return [list_entity(one) for one in found]
