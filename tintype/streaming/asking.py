"""What an app asks for: its token, and the stream with what that needs."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from aiohttp import web

from tintype.accounts.tokens import Holder, holder_of
from tintype.graph.lists.queries import list_sources
from tintype.streaming.connections import Connection, Connections
from tintype.streaming.refusals import Unauthorized
from tintype.streaming.streams import Stream, channels_of, stream_of
from tintype.streaming.threads import in_thread

FORM = "application/x-www-form-urlencoded"


def offered_protocols(request: web.Request) -> list[str]:
    """Browsers can send a token to a WebSocket only as the name of a protocol."""
    said = request.headers.get("Sec-WebSocket-Protocol", "")
    return [name for part in said.split(",") if (name := part.strip())]


async def parameters(request: web.Request) -> dict[str, str]:
    """Mastodon.py sends them as the form of a GET."""
    form = await request.text() if request.content_type == FORM else ""
    return {**dict(parse_qsl(form)), **request.query}


async def connection_for(request: web.Request, asked: Mapping[str, str]) -> Connection:
    """Raises Unauthorized."""
    kind, _, shown = request.headers.get("Authorization", "").partition(" ")
    token = shown.strip() if kind.lower() == "bearer" else asked.get("access_token", "")
    if not token:
        token = next(iter(offered_protocols(request)), "")
    holder = await in_thread(holder_of, token) if token else None
    if holder is None:
        raise Unauthorized
    return Connection(token, holder)


async def subscribe(connections: Connections, connection: Connection, asked: Mapping[str, object]) -> None:
    """Raises Unknown, OutOfScope, TooMany, and NotFound for a list that is not one's own."""
    stream = stream_of(asked, connection.holder)
    connections.subscribe(connection, stream, await channels(connection.holder, stream))


def unsubscribe(connections: Connections, connection: Connection, asked: Mapping[str, object]) -> None:
    """Raises Unknown, OutOfScope."""
    connections.unsubscribe(connection, stream_of(asked, connection.holder))


async def channels(holder: Holder, stream: Stream) -> frozenset[str]:
    """Raises NotFound for a list that is not one's own."""
    members: set[int] = set()
    if stream.kind.takes == "list" and holder.account_id is not None:
        members = await in_thread(list_sources, holder.account_id, int(stream.about))
    return channels_of(stream, holder, members)
