"""Streaming as server-sent events: one stream a connection, by its address."""

import asyncio
from collections.abc import Mapping

from aiohttp import web

from tintype.streaming.asking import connection_for, parameters, subscribe
from tintype.streaming.connections import Connections
from tintype.streaming.render import Frame
from tintype.streaming.sending import connected, send_news, until_ended, within

# Below /api/v1/streaming/.
PATHS = {
    "user": "user",
    "user/notification": "user:notification",
    "direct": "direct",
    "list": "list",
    "hashtag": "hashtag",
    "hashtag/local": "hashtag:local",
    "public": "public",
    "public/local": "public:local",
    "public/remote": "public:remote",
}
THUMP_SECONDS = 15
HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
YES = {"1", "true", "True", "on", "yes"}


async def serve(connections: Connections, request: web.Request, name: str) -> web.StreamResponse:
    asked = await parameters(request)
    connection = await connection_for(request, asked)
    response = web.StreamResponse(headers=HEADERS)

    async def send(frame: Frame) -> None:
        await response.write(f"event: {frame.event}\ndata: {frame.payload}\n\n".encode())

    async def thump() -> None:
        """Proxies cut off who is silent; and whoever is gone is noticed."""
        while True:
            await asyncio.sleep(THUMP_SECONDS)
            await within(response.write(b":thump\n"))

    with connected(connections, connection):
        await subscribe(connections, connection, {**asked, "stream": _name(name, asked)})
        await response.prepare(request)
        await response.write(b":)\n")
        why = await until_ended(connection, send_news(connection, send), thump())
    if why == "too slow" and request.transport:
        request.transport.abort()
    return response


def _name(name: str, asked: Mapping[str, str]) -> str:
    with_media = name.startswith("public") and asked.get("only_media") in YES
    return f"{name}:media" if with_media else name
