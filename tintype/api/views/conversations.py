"""Direct posts that one wrote or is named in, each with what was said under it last."""

from tintype.api.answers import Answer
from tintype.api.call import Call
from tintype.api.entities.conversation import conversations_of
from tintype.api.entities.shapes import Conversation, Empty, Status
from tintype.api.entities.status import statuses_by_id
from tintype.api.paging import Paging, listed
from tintype.api.params import NoParams
from tintype.api.routes import route
from tintype.lib.errors import NotFound
from tintype.notify.conversations import actions, queries


@route("GET", "/api/v1/conversations", scope="read:statuses", answer=list[Conversation])
def show(call: Call, params: Paging) -> Answer:
    """List one's conversations, that with the newest word first."""
    page = queries.conversations(call.me, params.span, params.size)
    return listed(call, page, conversations_of(call.me, page.items))


@route("POST", "/api/v1/conversations/<id:conversation_id>/read", scope="write:conversations", answer=Conversation)
def read(call: Call, params: NoParams, conversation_id: int) -> Conversation:
    """Mark a conversation as read."""
    actions.set_read(call.me, conversation_id)
    found = conversations_of(call.me, [queries.conversation(call.me, conversation_id)])
    if not found:
        raise NotFound
    return found[0]


@route("DELETE", "/api/v1/conversations/<id:conversation_id>", scope="write:conversations", answer=Empty)
def put_away(call: Call, params: NoParams, conversation_id: int) -> Empty:
    """Take a conversation off one's list, until something new is said."""
    actions.put_away(call.me, conversation_id)
    return Empty()


@route("GET", "/api/v1/timelines/direct", scope="read:statuses", answer=list[Status])
def timeline(call: Call, params: Paging) -> Answer:
    """List the direct posts that one wrote or is named in."""
    page = queries.direct_posts(call.me, params.span, params.size)
    found = statuses_by_id(call.me, page.items)
    return listed(call, page, [found[post_id] for post_id in page.items if post_id in found])
