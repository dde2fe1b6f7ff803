"""Blocking and muting, and the note that one keeps about somebody."""

from datetime import timedelta

from django.utils import timezone
from pydantic import Field

from tintype.api.answers import Answer
from tintype.api.call import Call
from tintype.api.entities.account import accounts_of
from tintype.api.entities.relationship import relationship_of
from tintype.api.entities.shapes import Account, Relationship
from tintype.api.paging import PeoplePaging, listed
from tintype.api.params import Flag, NoParams, Number, Params
from tintype.api.people import person_for
from tintype.api.routes import route
from tintype.graph import actions, queries
from tintype.graph.mutes import actions as muting
from tintype.graph.mutes.queries import muted
from tintype.graph.notes import keep_note

LONGEST_MUTE_SECONDS = 3660 * 24 * 3600


class MuteParams(Params):
    notifications: Flag = Field(default=True, description="Whether their notifications are left out as well.")
    duration: Number = Field(
        None,
        ge=0,
        le=LONGEST_MUTE_SECONDS,
        description="In seconds; 0 is until it is taken back.",
    )


class NoteParams(Params):
    comment: str = ""


@route("POST", "/api/v1/accounts/<id:account_id>/block", scope="write:blocks", answer=Relationship)
def block(call: Call, params: NoParams, account_id: int) -> Relationship:
    """Block somebody: neither sees the other from then on."""
    actions.block(call.me, account_id)
    return relationship_of(call.me, account_id)


@route("POST", "/api/v1/accounts/<id:account_id>/unblock", scope="write:blocks", answer=Relationship)
def unblock(call: Call, params: NoParams, account_id: int) -> Relationship:
    """End a block."""
    # Whoever blocks the viewer too is no secret to who has blocked them.
    person_for(None, account_id)
    actions.unblock(call.me, account_id)
    return relationship_of(call.me, account_id)


@route("GET", "/api/v1/blocks", scope="read:blocks", answer=list[Account])
def blocks(call: Call, params: PeoplePaging) -> Answer:
    """List whom one blocks, newest first."""
    page = queries.blocked(call.me, params.span, params.size)
    return listed(call, page, accounts_of(page.items))


@route("POST", "/api/v1/accounts/<id:account_id>/mute", scope="write:mutes", answer=Relationship)
def mute(call: Call, params: MuteParams, account_id: int) -> Relationship:
    """Mute somebody: they leave one's timelines and do not learn it; or change how."""
    until = timezone.now() + timedelta(seconds=params.duration) if params.duration else None
    muting.mute(call.me, account_id, with_notifications=params.notifications, until=until)
    return relationship_of(call.me, account_id)


@route("POST", "/api/v1/accounts/<id:account_id>/unmute", scope="write:mutes", answer=Relationship)
def unmute(call: Call, params: NoParams, account_id: int) -> Relationship:
    """End a mute."""
    muting.unmute(call.me, person_for(call.me, account_id).id)
    return relationship_of(call.me, account_id)


@route("GET", "/api/v1/mutes", scope="read:mutes", answer=list[Account])
def mutes(call: Call, params: PeoplePaging) -> Answer:
    """List whom one mutes, newest first."""
    page = muted(call.me, params.span, params.size)
    return listed(call, page, accounts_of(page.items))


@route("POST", "/api/v1/accounts/<id:account_id>/note", scope="write:accounts", answer=Relationship)
def note(call: Call, params: NoteParams, account_id: int) -> Relationship:
    """Keep a note about somebody, for oneself alone; an empty one takes it away."""
    keep_note(call.me, account_id, params.comment)
    return relationship_of(call.me, account_id)
