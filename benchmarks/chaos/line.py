"""A line as a browser's: the connection is kept, and every request on it is noted."""

import re
from http.client import HTTPConnection, HTTPException, RemoteDisconnected
from urllib.parse import urlsplit

import urllib3

from benchmarks.chaos.notes import Note, Notes
from tests.crash.line import ANSWER_SECONDS, Answer, Line, answer_on

# It ended before a byte of the answer came.
CUT = (RemoteDisconnected, ConnectionResetError, BrokenPipeError)


class KeptLine(Line):
    """Of one person, who does one thing at a time."""

    def __init__(self, host: str, port: int, notes: Notes) -> None:
        super().__init__(host, port)
        self.notes = notes
        self._kept: HTTPConnection | None = None

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        with self.notes.taken(f"{method} {shape(path)}") as note:
            try:
                answer = self._answer(note, method, path, body, headers)
            except (OSError, HTTPException):
                self._hang_up()
                raise
            note.error = str(answer.status) if answer.status >= 400 else ""
            return answer

    def _answer(self, note: Note, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        """As Chromium does it, a request on a connection that was good before is sent once more when it is cut off."""
        was_kept = self._kept is not None
        try:
            return answer_on(self._connection(), method, path, body, headers)
        except CUT:
            if not was_kept:
                raise
        note.is_resent = True
        self._hang_up()
        return answer_on(self._connection(), method, path, body, headers)

    def _connection(self) -> HTTPConnection:
        """Http.client itself connects again where the other side had said that it closes."""
        self._kept = self._kept or HTTPConnection(self.host, self.port, timeout=ANSWER_SECONDS)
        return self._kept

    def _hang_up(self) -> None:
        if self._kept:
            self._kept.close()
        self._kept = None

    def bring(self, address: str, fields: dict[str, str], data: bytes) -> urllib3.BaseHTTPResponse:
        with self.notes.taken("POST to the object store") as note:
            answer = super().bring(address, fields, data)
            # 409: it came the first time, but the answer did not.
            note.error = str(answer.status) if answer.status >= 400 and answer.status != 409 else ""
            return answer

    def photo(self, address: str) -> None:
        """From wherever it lies. Raises urllib3's HTTPError."""
        with self.notes.taken("GET a photo") as note:
            answer = urllib3.request("GET", address, retries=False, timeout=ANSWER_SECONDS)
            note.error = f"{answer.status} of {urlsplit(address).netloc}" if answer.status >= 400 else ""


def shape(path: str) -> str:
    """One name for the requests of one kind."""
    return re.sub(r"\d{3,}", "N", re.sub(r"@\w+", "@NAME", path.partition("?")[0]))
