"""Streaming through a WebSocket: many streams in one connection, begun and ended by frames of the app."""

import asyncio
import json
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from tintype.streaming.asking import connection_for, offered_protocols, parameters, subscribe, unsubscribe
from tintype.streaming.connections import Connection, Connections
from tintype.streaming.refusals import refusal
from tintype.streaming.render import Frame
from tintype.streaming.sending import connected, send_news, until_ended, within

PING_SECONDS = 30
CLOSE_SECONDS = 5
LONGEST_FRAME = 4096
# After each thing that is asked for: an app asks for a few, and whoever asks without end keeps nobody else waiting.
PAUSE_SECONDS = 0.05
CODES = {
    "stopping": WSCloseCode.GOING_AWAY,
    "token": WSCloseCode.POLICY_VIOLATION,
    "fault": WSCloseCode.INTERNAL_ERROR,
}


class Socket:
    def __init__(self, connections: Connections, request: web.Request) -> None:
        self.connections, self.request = connections, request
        self.ws = web.WebSocketResponse(
            heartbeat=PING_SECONDS,
            timeout=CLOSE_SECONDS,
            protocols=offered_protocols(request),
            max_msg_size=LONGEST_FRAME,
            compress=False,
        )

    async def serve(self) -> web.StreamResponse:
        asked = await parameters(self.request)
        if not self.ws.can_prepare(self.request):
            raise web.HTTPBadRequest(reason="This is for WebSockets; others are at /api/v1/streaming/user and the like")
        connection = await connection_for(self.request, asked)
        with connected(self.connections, connection):
            if "stream" in asked:
                await subscribe(self.connections, connection, asked)
            await self.ws.prepare(self.request)
            why = await until_ended(connection, self._read(connection), send_news(connection, self._send))
        await self._close(why)
        return self.ws

    async def _read(self, connection: Connection) -> None:
        async for message in self.ws:
            if message.type is WSMsgType.TEXT and (asked := _object(message.data)):
                await self._do(connection, asked)
                await asyncio.sleep(PAUSE_SECONDS)

    async def _do(self, connection: Connection, asked: dict[str, Any]) -> None:
        try:
            if asked.get("type") == "subscribe":
                await subscribe(self.connections, connection, asked)
            elif asked.get("type") == "unsubscribe":
                unsubscribe(self.connections, connection, asked)
        except Exception as error:
            told = refusal(error)
            if told is None:
                raise
            status, body = told
            await within(self.ws.send_json({**body, "status": int(status)}))

    async def _send(self, frame: Frame) -> None:
        await self.ws.send_json({"stream": frame.stream.label, "event": frame.event, "payload": frame.payload})

    async def _close(self, why: str) -> None:
        """Whoever takes nothing takes no farewell either."""
        if why == "too slow" and self.request.transport:
            self.request.transport.abort()
        await self.ws.close(code=CODES.get(why, WSCloseCode.OK), message=why.encode())


def _object(text: str) -> dict[str, Any]:
    """Empty for what is no JSON object."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
