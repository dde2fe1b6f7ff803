"""Posts, comments and shares by their ids: seen, with what is said around them, and removed."""

from typing import Any

from tintype.api.answers import timestamp
from tintype.api.call import Call
from tintype.api.entities.account import account_of
from tintype.api.entities.media import media_of
from tintype.api.entities.shapes import Account, Context, Empty, Status, StatusEdit, StatusSource
from tintype.api.entities.status import comment_statuses_of, statuses_by_id, statuses_of
from tintype.api.html import html_of
from tintype.api.params import Ids, NoParams, Params
from tintype.api.routes import Who, route
from tintype.api.statuses import Target, status_by_id, target_of
from tintype.lib.errors import NotFound
from tintype.photos.actions import delete_comment, delete_post
from tintype.photos.history import history
from tintype.photos.records import CommentRecord, PostRecord, Version
from tintype.photos.shares.actions import unshare
from tintype.photos.threads import MOST_IN_THREAD, around, thread

MOST_AT_ONCE = 40


class ManyParams(Params):
    id: Ids = []


@route("GET", "/api/v1/statuses", scope="read:statuses", who=Who.EVERYBODY, answer=list[Status])
def show_many(call: Call, params: ManyParams) -> list[Status]:
    """See several posts and comments; what one may not see is left out."""
    found = statuses_by_id(call.viewer, params.id[:MOST_AT_ONCE])
    return list(found.values())


@route("GET", "/api/v1/statuses/<id:status_id>", scope="read:statuses", who=Who.EVERYBODY, answer=Status)
def show(call: Call, params: NoParams, status_id: int) -> Status:
    """See a post, a comment or a share."""
    return status_by_id(call.viewer, status_id)


@route(
    "DELETE",
    "/api/v1/statuses/<id:status_id>",
    scope="write:statuses",
    answer=Status,
    rate="delete",
    differs="also what others said under one's own post; photos are always deleted with their post",
)
def delete(call: Call, params: NoParams, status_id: int) -> Status:
    """Delete a post or a comment of one's own, or take back a share."""
    target = target_of(call.me, status_id)
    shown = status_by_id(call.me, status_id)
    if not _is_deleted(call.me, target):
        raise NotFound
    return {**shown, "text": _text(target.said)}


def _is_deleted(viewer: int, target: Target) -> bool:
    if target.comment:
        return delete_comment(viewer, target.post.id, target.comment.id)
    if target.share:
        if target.share.sharer.id != viewer:
            return False
        unshare(viewer, target.post.id)
        return True
    return delete_post(viewer, target.post.id)


def _text(said: PostRecord | CommentRecord) -> str:
    return said.text if isinstance(said, CommentRecord) else said.caption


@route("GET", "/api/v1/statuses/<id:status_id>/source", scope="read:statuses", answer=StatusSource)
def source(call: Call, params: NoParams, status_id: int) -> StatusSource:
    """See what was typed, to change it."""
    target = target_of(call.me, status_id)
    spoiler = "" if target.comment else target.post.spoiler
    return {"id": str(target.id), "text": _text(target.said), "spoiler_text": spoiler}


@route(
    "GET",
    "/api/v1/statuses/<id:status_id>/history",
    scope="read:statuses",
    who=Who.EVERYBODY,
    answer=list[StatusEdit],
    differs="a photo that was taken out is gone from former versions a day later",
)
def versions(call: Call, params: NoParams, status_id: int) -> list[StatusEdit]:
    """See every version of a post or comment, oldest first."""
    target = target_of(call.viewer, status_id)
    account = account_of(target.comment.author if target.comment else target.post.owner)
    return [_edit(version, account) for version in history(target.said)]


def _edit(version: Version, account: Account) -> StatusEdit:
    return {
        "content": html_of(version.text),
        "spoiler_text": version.spoiler,
        "sensitive": version.is_sensitive,
        "created_at": timestamp(version.written_at),
        "account": account,
        "media_attachments": [media_of(photo) for photo in version.photos],
        "emojis": [],
    }


@route(
    "GET",
    "/api/v1/statuses/<id:status_id>/context",
    scope="read:statuses",
    who=Who.EVERYBODY,
    answer=Context,
    differs=f"the newest {MOST_IN_THREAD} comments of a post",
)
def context(call: Call, params: NoParams, status_id: int) -> Context:
    """See what a comment answers, and what is said under a post or comment."""
    target = target_of(call.viewer, status_id)
    said = thread(call.viewer, target.post)
    if target.comment is None:
        return {"ancestors": [], "descendants": comment_statuses_of(call.viewer, target.post, said)}
    before, after = around(target.comment, said)
    shown = comment_statuses_of(call.viewer, target.post, [*before, *after])
    older = {str(one.id) for one in before}
    return {
        "ancestors": statuses_of(call.viewer, [target.post]) + [one for one in shown if one["id"] in older],
        "descendants": [one for one in shown if one["id"] not in older],
    }


@route(
    "GET",
    "/api/v1/statuses/<id:status_id>/card",
    scope="read:statuses",
    who=Who.EVERYBODY,
    answer=Empty,
    differs="always empty: links have no preview",
)
def card(call: Call, params: NoParams, status_id: int) -> Empty:
    """See the preview of a post's link."""
    target_of(call.viewer, status_id)
    return {}


@route(
    "GET",
    "/api/v1/statuses/<id:status_id>/quotes",
    scope="read:statuses",
    who=Who.EVERYBODY,
    answer=list[Any],
    differs="always empty: posts are not quoted",
)
def quotes(call: Call, params: NoParams, status_id: int) -> list[Any]:
    """List posts that quote this one."""
    target_of(call.viewer, status_id)
    return []
