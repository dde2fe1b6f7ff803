"""People who only look: pages, the API, photos; and one whose app is told at once."""

import html
import json
import random
import re
import socket
import threading
from http.client import HTTPConnection, HTTPException
from urllib.parse import urljoin, urlsplit

import urllib3

from benchmarks.chaos.line import KeptLine
from benchmarks.chaos.notes import Notes
from tests.crash.client import Client, NotAcknowledged, Surprise

PAUSE_SECONDS = 0.2
# Streaming says at least that it is there every 15 seconds.
SILENCE_SECONDS = 20
# An app's wait before it connects again.
AGAIN_SECONDS = 0.5


class Reader:
    def __init__(
        self, person: Client, line: KeptLine, stop: threading.Event, pause_seconds: float = PAUSE_SECONDS
    ) -> None:
        """`line` is the person's own."""
        self.person, self.line = person, line
        self._stop, self._pause_seconds = stop, pause_seconds
        self._photos: list[str] = []
        self._posts: list[str] = []

    def read(self) -> None:
        chances = random.Random()
        acts = [self._home, self._home, self._post, self._photo, self._api]
        while not self._stop.wait(self._pause_seconds):
            try:
                chances.choice(acts)()
            except (NotAcknowledged, Surprise, OSError, HTTPException, urllib3.exceptions.HTTPError):
                # It is noted.
                continue

    def _home(self) -> None:
        page = html.unescape(self.person.get("/"))
        self._posts = re.findall(r'href="(/p/\d+/)"', page) or self._posts
        self._photos = re.findall(r'<img[^>]* src="([^"]*photos/[^"]+)"', page) or self._photos

    def _post(self) -> None:
        if self._posts:
            self.person.get(random.choice(self._posts))

    def _photo(self) -> None:
        if self._photos:
            self.line.photo(urljoin(f"http://{self.line.host}:{self.line.port}/", random.choice(self._photos)))

    def _api(self) -> None:
        self.line.ask("GET", "/api/v1/timelines/public?limit=20", b"", {})


class Listener:
    """An app that is connected to streaming, and connects again whenever it is cut off."""

    def __init__(self, line: KeptLine, token: str, notes: Notes, stop: threading.Event) -> None:
        self._token, self._notes, self._stop = token, notes, stop
        said = json.loads(line.ask("GET", "/api/v2/instance", b"", {}).text)
        self._place = urlsplit(said["configuration"]["urls"]["streaming"])
        self._connection: HTTPConnection | None = None

    def listen(self) -> None:
        while not self._stop.is_set():
            try:
                self._hear()
            except (OSError, HTTPException):
                self._stop.wait(AGAIN_SECONDS)

    def _hear(self) -> None:
        self._connection = HTTPConnection(self._place.netloc, timeout=SILENCE_SECONDS)
        headers = {"Authorization": f"Bearer {self._token}"}
        with self._notes.taken("streaming: connect") as note:
            self._connection.request("GET", "/api/v1/streaming/user", headers=headers)
            answer = self._connection.getresponse()
            note.error = str(answer.status) if answer.status >= 400 else ""
            answer.readline()
        while answer.status == 200 and answer.readline():
            if self._stop.is_set():
                return
        raise ConnectionError

    def end(self) -> None:
        """Wakes whoever waits for the next line."""
        if self._connection and self._connection.sock:
            self._connection.sock.shutdown(socket.SHUT_RDWR)
