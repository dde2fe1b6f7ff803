"""Writing posts and comments, and changing them."""

import hashlib
import re
import time
from http import HTTPStatus
from typing import Annotated, Any
from uuid import uuid4

from pydantic import BeforeValidator, Field, WithJsonSchema

from tintype.accounts.queries import own_settings, person
from tintype.api.call import Call
from tintype.api.entities.credential import privacy
from tintype.api.entities.shapes import Status, Visibility
from tintype.api.entities.visibility import meant
from tintype.api.errors import ApiError, invalid, unauthorized
from tintype.api.limiting import count_act
from tintype.api.params import Flag, Id, Ids, MaybeId, Params, many
from tintype.api.routes import route
from tintype.api.statuses import status_by_id, target_of
from tintype.api.views.media import Focus
from tintype.photos.actions import comment, publish_post
from tintype.photos.edits import edit_comment, edit_post
from tintype.photos.limits import MOST_PHOTOS
from tintype.photos.own import own_photo
from tintype.photos.records import Change, Draft

# Apps post as soon as the last byte of a photo is sent; working on one takes a second or two.
READY_SECONDS = 20
LOOK_SECONDS = 0.1
LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})?$")
_NO_SUCH_KIND = WithJsonSchema({"description": "Refused: there is no such thing here."})


def _visibility(value: Any) -> Any:
    return value or None


class WordsParams(Params):
    status: str | None = None
    spoiler_text: str | None = None
    sensitive: Flag | None = None
    language: str | None = None
    media_ids: Annotated[Ids, Field(max_length=MOST_PHOTOS)] | None = None


class PostParams(WordsParams):
    in_reply_to_id: MaybeId = None
    visibility: Annotated[Visibility | None, BeforeValidator(_visibility)] = None
    scheduled_at: Annotated[Any, _NO_SUCH_KIND] = None
    poll: Annotated[Any, _NO_SUCH_KIND] = None


class MediaChange(Params):
    id: Id
    description: str | None = None
    focus: Focus = None


class EditParams(WordsParams):
    media_attributes: Annotated[list[MediaChange], BeforeValidator(many), Field(max_length=MOST_PHOTOS)] = []


@route(
    "POST",
    "/api/v1/statuses",
    scope="write:statuses",
    answer=Status,
    statuses=(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
    differs="photos that are still being worked on are waited for; a post without a photo is refused unless"
    " TINTYPE_TEXT_POSTS is on; a comment is seen as its post is, and has no photos;"
    " an Idempotency-Key is good for ever; no polls, no schedule, no quotes",
)
def publish(call: Call, params: PostParams) -> Status:
    """Write a post, or with `in_reply_to_id` a comment."""
    if params.scheduled_at:
        raise invalid("Posts are not scheduled here")
    if params.poll:
        raise invalid("There are no polls here")
    count_act(call, "comment" if params.in_reply_to_id else "post")
    made = _comment(call, params) if params.in_reply_to_id else _post(call, params)
    return status_by_id(call.me, made)


def _comment(call: Call, params: PostParams) -> int:
    if params.media_ids:
        raise invalid("A comment has no photos")
    target = target_of(call.me, params.in_reply_to_id or 0)
    parent_id = target.comment.id if target.comment else 0
    return comment(call.me, target.post.id, params.status or "", _key(call), parent_id).id


def _post(call: Call, params: PostParams) -> int:
    own, who = own_settings(call.me).posting, person(call.me)
    if who is None:
        raise unauthorized()
    photo_ids = params.media_ids or []
    _wait_for(call.me, photo_ids)
    draft = Draft(
        photo_ids=photo_ids,
        alts=[],
        caption=params.status or "",
        visibility=meant(params.visibility) if params.visibility else privacy(who, own),
        idempotency_key=_key(call),
        spoiler=params.spoiler_text or "",
        is_sensitive=bool(own.get("is_sensitive")) if params.sensitive is None else params.sensitive,
        language=_language(params.language) or _language(own.get("language")),
        application=_application(call),
    )
    return publish_post(call.me, draft)


def _key(call: Call) -> str:
    """Any text will do: what is kept of it is as long for each."""
    key = call.request.headers.get("Idempotency-Key", "").strip()
    return hashlib.sha256(key.encode()).hexdigest() if key else uuid4().hex


def _language(code: str | None) -> str:
    """What is no code of a language says nothing."""
    return code if code and LANGUAGE.match(code) else ""


def _application(call: Call) -> tuple[str, ...]:
    holder = call.holder
    return (holder.app_name, holder.app_website) if holder and holder.app_name else ()


def _wait_for(viewer: int, photo_ids: list[int]) -> None:
    """Until each is ready or refused, which is then said. Raises NotFound, ApiError."""
    until = time.monotonic() + READY_SECONDS
    for photo_id in photo_ids:
        while own_photo(viewer, photo_id).state == "uploaded":
            if time.monotonic() > until:
                why = "The photos are still being worked on. Please try again in a moment"
                raise ApiError(HTTPStatus.SERVICE_UNAVAILABLE, why)
            time.sleep(LOOK_SECONDS)


@route(
    "PUT",
    "/api/v1/statuses/<id:status_id>",
    scope="write:statuses",
    answer=Status,
    statuses=(HTTPStatus.SERVICE_UNAVAILABLE,),
    differs="what is not named stays as it is, the photos too",
)
def edit(call: Call, params: EditParams, status_id: int) -> Status:
    """Change what a post or comment of one's own says."""
    target = target_of(call.me, status_id)
    count_act(call, "comment" if target.comment else "post")
    if target.comment:
        edit_comment(call.me, target.comment.id, target.comment.text if params.status is None else params.status)
    else:
        _wait_for(call.me, [one for one in params.media_ids or [] if one not in {p.id for p in target.post.photos}])
        edit_post(call.me, target.post.id, _change(params))
    return status_by_id(call.me, target.id)


def _change(params: EditParams) -> Change:
    changes = params.media_attributes
    return Change(
        caption=params.status,
        spoiler=params.spoiler_text,
        is_sensitive=params.sensitive,
        language=_language(params.language) or None,
        photo_ids=params.media_ids,
        alts={one.id: one.description for one in changes if one.description is not None},
        focuses={one.id: one.focus for one in changes if one.focus is not None},
    )
