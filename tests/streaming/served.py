"""The streaming server in a thread of the test, and apps that are connected to it."""

import asyncio
import json
import threading
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from typing import Any, TypeVar

import aiohttp

from tests.cluster.real import free_port
from tintype.config.topology import Streaming
from tintype.streaming.server import PREFIX, Server

# Nothing takes so long; a test that waits in vain ends with it.
PATIENCE_SECONDS = 30

T = TypeVar("T")


class Loop:
    """In a thread, so that tests ask Django and drive apps without being coroutines themselves."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, PATIENCE_SECONDS), self.loop).result()

    def end(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


class Served:
    """A running server, what is connected to it, and its end."""

    def __init__(self) -> None:
        self.loop = Loop()
        self.server = Server()
        self.at = Streaming("127.0.0.1", free_port())
        self.loop.do(self._start())

    async def _start(self) -> None:
        self.stop = asyncio.Event()
        self.running = asyncio.create_task(self.server.run(self.at, self.stop))
        self.session = aiohttp.ClientSession(f"http://127.0.0.1:{self.at.port}")
        while not self.server.listener.is_hearing:
            assert not self.running.done(), self.running.result()
            await asyncio.sleep(0.01)

    def end(self) -> None:
        self.loop.do(self._end())
        self.loop.end()

    async def _end(self) -> None:
        await self.session.close()
        self.stop.set()
        await self.running

    def app(self, token: str | None = None, headers: Mapping[str, str] | None = None, /, **asked: str) -> "App":
        """A WebSocket; raises aiohttp.WSServerHandshakeError when it is refused."""
        query = asked | ({"access_token": token} if token else {})
        return App(self, self.loop.do(self._connected(query, dict(headers or {}))))

    async def _connected(self, query: dict[str, str], headers: dict[str, str]) -> aiohttp.ClientWebSocketResponse:
        protocols = [headers.pop("Sec-WebSocket-Protocol")] if "Sec-WebSocket-Protocol" in headers else []
        return await self.session.ws_connect(PREFIX, params=query, headers=headers, protocols=protocols)

    def events(self, path: str, token: str | None = None, /, **options: Any) -> "Events":
        """Server-sent events."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return Events(self, self.loop.do(self._asked(path, headers, options)))

    async def _asked(self, path: str, headers: dict[str, str], options: dict[str, Any]) -> aiohttp.ClientResponse:
        return await self.session.get(f"{PREFIX}/{path}", headers=headers, **options)

    def tell_at_once(self, *messages: tuple[str, int, str]) -> None:
        """Event, id and to whom of each: heard one after the other, with nothing in between."""

        async def told() -> None:
            for event, made_id, to in messages:
                self.server.connections.tell(json.dumps([event, made_id, [to]]).encode())

        self.loop.do(told())

    def wait_until_connected(self, number: int) -> None:
        """So many connections, no more and no less."""
        self.wait_until(lambda: len(self.server.connections) == number)

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        async def waited() -> None:
            while not is_so():  # noqa: ASYNC110 - the server knows no such event
                await asyncio.sleep(0.01)

        self.loop.do(waited())


class App:
    def __init__(self, served: Served, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.served, self.ws = served, ws

    def say(self, **frame: Any) -> None:
        self.served.loop.do(self.ws.send_json(frame))

    def say_text(self, text: str) -> None:
        self.served.loop.do(self.ws.send_str(text))

    def subscribe(self, stream: str, **about: str) -> None:
        """Returns once it stands: what is asked for is done in order, and the nonsense after it is answered."""
        self.say(type="subscribe", stream=stream, **about)
        self.settle()

    def settle(self) -> None:
        self.say(type="subscribe", stream="nonsense")
        assert self.next() == {"error": "Unknown stream type", "status": 400}

    def next(self) -> dict[str, Any]:
        """The next frame, its payload read."""
        frame: dict[str, Any] = self.served.loop.do(self.ws.receive_json())
        if "payload" in frame:
            frame["payload"] = json.loads(frame["payload"])
        return frame

    def heard(self) -> tuple[str, Any]:
        """Event and id of the next frame."""
        frame = self.next()
        payload = frame["payload"]
        return frame["event"], int(payload["id"] if isinstance(payload, dict) else payload)

    def end(self) -> None:
        self.served.loop.do(self.ws.close())

    def closed(self) -> int | None:
        """Wait for the server to end it: with which code."""

        async def waited() -> int | None:
            with suppress(ConnectionError):
                async for _ in self.ws:
                    pass
            return self.ws.close_code

        return self.served.loop.do(waited())


class Events:
    def __init__(self, served: Served, response: aiohttp.ClientResponse) -> None:
        self.served, self.response = served, response

    @property
    def status(self) -> int:
        return self.response.status

    def body(self) -> str:
        """Of an answer that ends."""
        return self.served.loop.do(self.response.text())

    def line(self) -> str:
        return self.served.loop.do(self.response.content.readline()).decode()

    def heard(self) -> tuple[str, Any]:
        """Event and id of the next one."""
        event, data, end = self.line(), self.line(), self.line()
        assert (event[:7], data[:6], end) == ("event: ", "data: ", "\n")
        payload = json.loads(data[6:])
        return event[7:-1], int(payload["id"] if isinstance(payload, dict) else payload)

    def end(self) -> None:
        self.response.close()
