"""The streaming server: addresses, and the life of the whole."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus

from aiohttp import web

from tintype.config.topology import Streaming
from tintype.streaming import sse
from tintype.streaming.connections import MOST_AT_ALL, Connections
from tintype.streaming.listening import Listener
from tintype.streaming.refusals import refusal
from tintype.streaming.watching import watch
from tintype.streaming.websocket import Socket

PREFIX = "/api/v1/streaming"
STOP_SECONDS = 5
# A connection that streams nothing, after its answer.
IDLE_SECONDS = 30
MOST_BODY_BYTES = 4096
# Web pages anywhere may be apps; a token, and no cookie, says who they are.
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, OPTIONS",
    "Access-Control-Allow-Headers": "authorization, content-type, last-event-id",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

log = logging.getLogger(__name__)


class Server:
    def __init__(self, most: int = MOST_AT_ALL) -> None:
        self.connections = Connections(most)
        self.listener = Listener(self.connections.tell)

    async def run(self, at: Streaming, stop: asyncio.Event) -> None:
        """Until told to stop. A fault in what goes on behind ends it too: the supervisor starts it anew."""
        runner = web.AppRunner(
            self.application(),
            access_log=None,
            handler_cancellation=True,
            keepalive_timeout=IDLE_SECONDS,
            shutdown_timeout=STOP_SECONDS,
        )
        await runner.setup()
        behind = [asyncio.ensure_future(one) for one in (stop.wait(), self.listener.run(), watch(self.connections))]
        try:
            await web.TCPSite(runner, at.host, at.port).start()
            done, _ = await asyncio.wait(behind, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in behind:
                task.cancel()
            await asyncio.gather(*behind, return_exceptions=True)
            await runner.cleanup()

    def application(self) -> web.Application:
        application = web.Application(middlewares=[_in_words], client_max_size=MOST_BODY_BYTES)
        application.on_response_prepare.append(_add_headers)
        application.on_shutdown.append(self._say_goodbye)
        handlers: dict[str, Handler] = {"": self._websocket, "/health": self._health}
        for path, name in sse.PATHS.items():
            handlers[f"/{path}"] = partial(sse.serve, self.connections, name=name)
        for path, handler in handlers.items():
            for address in (f"{PREFIX}{path}", f"{PREFIX}{path}/"):
                # A HEAD would never end.
                application.router.add_get(address, handler, allow_head=False)
        return application

    async def _websocket(self, request: web.Request) -> web.StreamResponse:
        return await Socket(self.connections, request).serve()

    async def _health(self, request: web.Request) -> web.Response:  # noqa: ARG002 - aiohttp's signature
        if self.listener.is_hearing:
            return web.Response(text="OK")
        return web.Response(text="Redis is away", status=HTTPStatus.SERVICE_UNAVAILABLE)

    async def _say_goodbye(self, application: web.Application) -> None:  # noqa: ARG002 - aiohttp's signature
        for connection in self.connections:
            connection.end("stopping")


@web.middleware
async def _in_words(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every refusal as JSON, every answer for web pages anywhere."""
    if request.method == "OPTIONS":
        return web.Response()
    try:
        return await handler(request)
    except ConnectionError:  # whoever asked is gone
        raise
    except Exception as error:
        told = refusal(error)
        if told is None:
            log.exception("%s %s", request.method, request.path)
        status, body = told or (HTTPStatus.INTERNAL_SERVER_ERROR, {"error": "Something went wrong"})
        return web.json_response(body, status=status)


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:  # noqa: ARG001 - aiohttp's signature
    response.headers.update(HEADERS)
