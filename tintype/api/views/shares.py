"""Showing a post to one's followers, which Mastodon calls a reblog or boost."""

from tintype.api.answers import Answer
from tintype.api.call import Call
from tintype.api.entities.account import accounts_of
from tintype.api.entities.shapes import Account, Status
from tintype.api.errors import invalid
from tintype.api.paging import PeoplePaging, listed
from tintype.api.params import NoParams
from tintype.api.routes import Who, route
from tintype.api.statuses import status_by_id, target_of
from tintype.lib.paging import Page
from tintype.photos.shares.actions import share, unshare
from tintype.photos.shares.queries import sharers


@route(
    "POST",
    "/api/v1/statuses/<id:status_id>/reblog",
    scope="write:statuses",
    answer=Status,
    differs="posts for everyone only, no comments; `visibility` is ignored, a share is as visible as its sharer",
)
def reblog(call: Call, params: NoParams, status_id: int) -> Status:
    """Show a post to one's followers."""
    target = target_of(call.me, status_id)
    if target.comment:
        raise invalid("A comment cannot be shared")
    return status_by_id(call.me, share(call.me, target.id).share_id)


@route("POST", "/api/v1/statuses/<id:status_id>/unreblog", scope="write:statuses", answer=Status)
def unreblog(call: Call, params: NoParams, status_id: int) -> Status:
    """Take a share back."""
    target = target_of(call.me, status_id)
    if not target.comment:
        unshare(call.me, target.id)
    return status_by_id(call.me, target.id)


@route(
    "GET",
    "/api/v1/statuses/<id:status_id>/reblogged_by",
    scope="read:accounts",
    who=Who.EVERYBODY,
    answer=list[Account],
)
def reblogged_by(call: Call, params: PeoplePaging, status_id: int) -> Answer:
    """List who shares a post, newest first."""
    target = target_of(call.viewer, status_id)
    page = Page([]) if target.comment else sharers(call.viewer, target.post, params.span, params.size)
    return listed(call, page, accounts_of(page.items))
