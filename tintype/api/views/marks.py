"""What one does with posts and comments: like, keep, pin, make quiet."""

from tintype.api.answers import Answer
from tintype.api.call import Call
from tintype.api.entities.account import accounts_of
from tintype.api.entities.shapes import Account, Status
from tintype.api.errors import invalid
from tintype.api.paging import PeoplePaging, listed
from tintype.api.params import NoParams
from tintype.api.routes import Who, route
from tintype.api.statuses import status_by_id, target_of
from tintype.photos import pins
from tintype.photos.actions import like, unlike
from tintype.photos.comment_likes import comment_likers, like_comment, unlike_comment
from tintype.photos.queries import likers
from tintype.photos.quiet import make_loud, make_quiet
from tintype.photos.saving import bookmark, unbookmark

_NOT_LISTED = "a liked comment does not stand in /api/v1/favourites"


@route(
    "POST",
    "/api/v1/statuses/<id:status_id>/favourite",
    scope="write:favourites",
    answer=Status,
    differs=_NOT_LISTED,
)
def favourite(call: Call, params: NoParams, status_id: int) -> Status:
    """Like a post or comment."""
    target = target_of(call.me, status_id)
    if target.comment:
        like_comment(call.me, target.id)
    else:
        like(call.me, target.id)
    return status_by_id(call.me, target.id)


@route("POST", "/api/v1/statuses/<id:status_id>/unfavourite", scope="write:favourites", answer=Status)
def unfavourite(call: Call, params: NoParams, status_id: int) -> Status:
    """Take back a like."""
    target = target_of(call.me, status_id)
    if target.comment:
        unlike_comment(call.me, target.id)
    else:
        unlike(call.me, target.id)
    return status_by_id(call.me, target.id)


@route(
    "GET",
    "/api/v1/statuses/<id:status_id>/favourited_by",
    scope="read:accounts",
    who=Who.EVERYBODY,
    answer=list[Account],
)
def favourited_by(call: Call, params: PeoplePaging, status_id: int) -> Answer:
    """List who likes a post or comment, newest first."""
    target = target_of(call.viewer, status_id)
    if target.comment:
        page = comment_likers(call.viewer, target.id, params.span, params.size)
    else:
        page = likers(call.viewer, target.post, params.span, params.size)
    return listed(call, page, accounts_of(page.items))


@route("POST", "/api/v1/statuses/<id:status_id>/bookmark", scope="write:bookmarks", answer=Status)
def keep(call: Call, params: NoParams, status_id: int) -> Status:
    """Keep a post or comment for later."""
    target = target_of(call.me, status_id)
    bookmark(call.me, target.id)
    return status_by_id(call.me, target.id)


@route("POST", "/api/v1/statuses/<id:status_id>/unbookmark", scope="write:bookmarks", answer=Status)
def let_go(call: Call, params: NoParams, status_id: int) -> Status:
    """Keep a post or comment no more."""
    target = target_of(call.me, status_id)
    unbookmark(call.me, target.id)
    return status_by_id(call.me, target.id)


@route("POST", "/api/v1/statuses/<id:status_id>/pin", scope="write:accounts", answer=Status)
def pin(call: Call, params: NoParams, status_id: int) -> Status:
    """Pin a post of one's own to one's profile."""
    post_id = _own_post(call.me, status_id)
    pins.pin(call.me, post_id)
    return status_by_id(call.me, post_id)


@route("POST", "/api/v1/statuses/<id:status_id>/unpin", scope="write:accounts", answer=Status)
def unpin(call: Call, params: NoParams, status_id: int) -> Status:
    """Take a post off one's profile."""
    post_id = _own_post(call.me, status_id)
    pins.unpin(call.me, post_id)
    return status_by_id(call.me, post_id)


def _own_post(viewer: int, status_id: int) -> int:
    target = target_of(viewer, status_id)
    if target.comment or target.post.owner.id != viewer:
        raise invalid("Someone else's post cannot be pinned")
    return target.post.id


@route(
    "POST",
    "/api/v1/statuses/<id:status_id>/mute",
    scope="write:mutes",
    answer=Status,
    differs="any post's, not only one's own",
)
def quiet(call: Call, params: NoParams, status_id: int) -> Status:
    """Hear no more of a post's comments and likes."""
    target = target_of(call.me, status_id)
    make_quiet(call.me, target.post.id)
    return status_by_id(call.me, target.id)


@route("POST", "/api/v1/statuses/<id:status_id>/unmute", scope="write:mutes", answer=Status)
def loud(call: Call, params: NoParams, status_id: int) -> Status:
    """Hear of a post's comments and likes again."""
    target = target_of(call.me, status_id)
    make_loud(call.me, target.post.id)
    return status_by_id(call.me, target.id)
