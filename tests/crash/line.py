"""How what a person sends reaches the site and its object store: over a connection for each request."""

from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection

import urllib3

ANSWER_SECONDS = 15


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    text: str


class Line:
    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        """Raises OSError or HTTPException where there is no answer, or half of one."""
        connection = HTTPConnection(self.host, self.port, timeout=ANSWER_SECONDS)
        try:
            return answer_on(connection, method, path, body, headers)
        finally:
            connection.close()

    def bring(self, address: str, fields: dict[str, str], data: bytes) -> urllib3.BaseHTTPResponse:
        """A file in a form. Raises urllib3's HTTPError."""
        return urllib3.request(
            "POST", address, fields={**fields, "file": ("a.jpg", data)}, retries=False, timeout=ANSWER_SECONDS
        )


def answer_on(connection: HTTPConnection, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return Answer(answer.status, answer.headers, answer.read().decode())
