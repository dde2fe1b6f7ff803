"""Messages between two people, as Pixelfed's app shows them."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from django.utils import timezone
from pydantic import Field, with_config
from typing_extensions import TypedDict

from tintype.api.answers import timestamp
from tintype.api.call import Call
from tintype.api.entities.account import account_of, accounts_of
from tintype.api.entities.media import media_of
from tintype.api.entities.shapes import Account
from tintype.api.entities.types import Digits, Moment
from tintype.api.limiting import count_act
from tintype.api.paging import Paging
from tintype.api.params import Id, NoParams, Params
from tintype.api.people import person_for
from tintype.api.routes import route
from tintype.graph.familiar import mutual_follows
from tintype.graph.mutes.queries import muted_by
from tintype.lib.errors import NotFound
from tintype.notify.conversations.messages import MessageRecord, messages, send, unsend

LONGEST_MESSAGE = 500
UNITS = (("y", 365 * 86400), ("w", 7 * 86400), ("d", 86400), ("h", 3600), ("m", 60))


@with_config(extra="forbid")
class Message(TypedDict):
    id: Digits
    hidden: bool
    isAuthor: bool
    type: Literal["text", "photo"]
    text: str
    media: str | None
    timeAgo: str
    seen: bool
    reportId: Digits
    meta: None
    created_at: Moment


@with_config(extra="forbid")
class Thread(TypedDict):
    id: Digits
    name: str
    username: str
    avatar: str
    url: str
    muted: bool
    isLocal: bool
    domain: None
    timeAgo: str
    lastMessage: str
    messages: list[Message]


class ThreadParams(Paging):
    default_limit: ClassVar[int] = 8

    pid: Id


class MessageParams(Params):
    to_id: Id
    message: Annotated[str, Field(min_length=1, max_length=LONGEST_MESSAGE)]


class OneParams(Params):
    id: Id


@route(
    "GET",
    "/api/v1.1/direct/compose/mutuals",
    scope="read:follows",
    answer=list[Account],
    differs="those whom one follows and who follow back, the last 20",
)
def mutuals(call: Call, params: NoParams) -> list[Account]:
    """List to whom one might write."""
    return accounts_of(mutual_follows(call.me))


@route("GET", "/api/v1.1/direct/thread", scope="read:statuses", answer=Thread, statuses=(404,))
def thread(call: Call, params: ThreadParams) -> Thread:
    """See what one and somebody else said to each other alone, newest first."""
    other = person_for(call.me, params.pid)
    page = messages(call.me, other.id, params.span, params.size)
    shown = [_message(call.me, one) for one in page.items]
    account = account_of(other)
    return Thread(
        id=account["id"],
        name=account["display_name"],
        username=account["username"],
        avatar=account["avatar"],
        url=account["url"],
        muted=other.id in muted_by(call.me),
        isLocal=True,
        domain=None,
        timeAgo=shown[0]["timeAgo"] if shown else "",
        lastMessage=shown[0]["text"] if shown else "",
        messages=shown,
    )


@route(
    "POST",
    "/api/v1.1/direct/thread/send",
    scope="write:statuses",
    answer=Message,
    statuses=(404,),
    differs="the first message to somebody is a direct post; refused where posts need a photo (TINTYPE_TEXT_POSTS)",
)
def write(call: Call, params: MessageParams) -> Message:
    """Write to somebody."""
    count_act(call, "comment")
    return _message(call.me, send(call.me, person_for(call.me, params.to_id), params.message))


@route(
    "DELETE",
    "/api/v1.1/direct/thread/message",
    scope="write:statuses",
    answer=list[int],
    statuses=(404,),
    rate="delete",
    differs="with the first message goes what was said under it",
)
def remove(call: Call, params: OneParams) -> list[int]:
    """Delete a message of one's own."""
    if not unsend(call.me, params.id):
        raise NotFound
    return [200]


def _message(viewer: int, said: MessageRecord) -> Message:
    photo = said.post.photos[0] if said.post and said.post.photos else None
    return Message(
        id=str(said.id),
        hidden=False,
        isAuthor=said.author_id == viewer,
        type="photo" if photo else "text",
        text=said.text,
        media=media_of(photo)["url"] if photo else None,
        timeAgo=_ago(said.created_at),
        seen=said.is_seen,
        reportId=str(said.id),
        meta=None,
        created_at=timestamp(said.created_at),
    )


def _ago(moment: datetime) -> str:
    """In the largest unit: 5s, 3h, 2w."""
    seconds = max(0, int((timezone.now() - moment).total_seconds()))
    return next((f"{seconds // size}{unit}" for unit, size in UNITS if seconds >= size), f"{seconds}s")
