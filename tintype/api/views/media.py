"""Photos on their way into a post: sent here or straight to the object store, described, looked after, removed."""

import math
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, ParamSpec, TypeVar

from pydantic import BeforeValidator, Field, WithJsonSchema

from tintype.api.answers import Answer
from tintype.api.call import Call
from tintype.api.entities.media import media_of
from tintype.api.entities.shapes import Empty, MediaAttachment
from tintype.api.errors import ApiError, invalid
from tintype.api.params import NoParams, Params, Upload
from tintype.api.routes import route
from tintype.lib.errors import Refused
from tintype.photos import uploads
from tintype.photos.own import describe_photo, own_photo, remove_photo
from tintype.photos.records import OwnPhoto, PhotoWords
from tintype.storage.errors import StoreRefused

# How long the old way of sending waits for a photo; most take a second.
READY_SECONDS = 20
LOOK_SECONDS = 0.1

P = ParamSpec("P")
T = TypeVar("T")


def _focus(value: Any) -> tuple[float, float] | None:
    """`0.5,-0.25`: from left to right and from bottom to top, what is beyond the edge is the edge."""
    if value in ("", None):
        return None
    try:
        x, y = (float(part) for part in (value.split(",") if isinstance(value, str) else value))
    except (TypeError, ValueError):
        raise ValueError("must be two numbers between -1 and 1, with a comma between") from None
    if not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError("must be two numbers between -1 and 1")
    return max(-1.0, min(1.0, x)), max(-1.0, min(1.0, y))


Focus = Annotated[Any, BeforeValidator(_focus), WithJsonSchema({"type": "string", "examples": ["0.5,-0.25"]})]


class WordsParams(Params):
    description: str | None = None
    focus: Focus = None

    @property
    def words(self) -> PhotoWords:
        return PhotoWords(self.description, self.focus)


class MediaParams(WordsParams):
    file: Upload = None
    key: str = Field("", description="Of an upload that /api/v1/uploads began, in place of a file.")


@route(
    "POST",
    "/api/v2/media",
    scope="write:media",
    answer=MediaAttachment,
    statuses=(HTTPStatus.ACCEPTED, HTTPStatus.NOT_FOUND),
    rate="media",
    differs="`key` in place of `file` for what was sent to the object store; no `thumbnail`",
)
def send(call: Call, params: MediaParams) -> Answer:
    """Send a photo, to be worked on."""
    photo_id = _received(call, params)
    return Answer(media_of(own_photo(call.me, photo_id).photo), HTTPStatus.ACCEPTED)


@route(
    "POST",
    "/api/v1/media",
    scope="write:media",
    answer=MediaAttachment,
    statuses=(HTTPStatus.NOT_FOUND,),
    rate="media",
    differs="`key` as for v2; no `thumbnail`",
)
def send_and_wait(call: Call, params: MediaParams) -> MediaAttachment:
    """Send a photo and wait until it is ready."""
    photo_id = _received(call, params)
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        if (found := _ready(own_photo(call.me, photo_id))) is not None:
            return found
        time.sleep(LOOK_SECONDS)
    raise ApiError(HTTPStatus.SERVICE_UNAVAILABLE, "There is much to do just now. Please send the photo again later")


@route(
    "GET",
    "/api/v1/media/<id:photo_id>",
    scope="write:media",
    answer=MediaAttachment,
    statuses=(HTTPStatus.PARTIAL_CONTENT,),
)
def show(call: Call, params: NoParams, photo_id: int) -> Answer:
    """See how a photo of one's own stands: 206 while it is being worked on."""
    photo = own_photo(call.me, photo_id)
    if (found := _ready(photo)) is not None:
        return Answer(found)
    return Answer(media_of(photo.photo), HTTPStatus.PARTIAL_CONTENT)


@route("PUT", "/api/v1/media/<id:photo_id>", scope="write:media", answer=MediaAttachment, differs="no `thumbnail`")
def describe(call: Call, params: WordsParams, photo_id: int) -> MediaAttachment:
    """Describe a photo of one's own, also one that is in a post, and say what of it must stay in sight."""
    describe_photo(call.me, photo_id, params.words)
    return media_of(own_photo(call.me, photo_id).photo)


@route("DELETE", "/api/v1/media/<id:photo_id>", scope="write:media", answer=Empty)
def remove(call: Call, params: NoParams, photo_id: int) -> Empty:
    """Remove a photo that is in no post."""
    remove_photo(call.me, photo_id)
    return {}


def _received(call: Call, params: MediaParams) -> int:
    if params.file is not None:
        return told_of_file(uploads.receive_photo, call.me, params.file.file, params.file.size, params.words)
    if not params.key:
        raise _bad_file("File can't be blank")
    photo_id = uploads.uploaded_as(call.me, params.key)
    told_of_file(uploads.finish_upload, call.me, photo_id)
    describe_photo(call.me, photo_id, params.words)
    return photo_id


def _ready(photo: OwnPhoto) -> MediaAttachment | None:
    """None while it is being worked on."""
    if photo.state == "refused":
        raise _bad_file(photo.reason)
    return media_of(photo.photo) if photo.state == "ready" else None


def told_of_file(act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Refusals of a file, as apps look for them: Pixelfed's app takes for a photo whatever has no `errors.file`."""
    try:
        return act(*args, **kwargs)
    except StoreRefused as refused:
        if refused.status == HTTPStatus.INSUFFICIENT_STORAGE:
            raise ApiError(HTTPStatus.SERVICE_UNAVAILABLE, refused.message) from None
        raise _bad_file(refused.message) from None
    except Refused as refused:
        raise _bad_file(refused.message) from None


def _bad_file(reason: str) -> ApiError:
    return invalid(reason, errors={"file": [reason]}, message=reason)
