"""Asking a store or an edge as anybody in the world asks it: without keys, and without following where it points."""

import secrets
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

SECONDS = 10
MOST_BYTES = 1_000_000


class NoAnswer(Exception):
    """There is no such server, or it says nothing that can be understood."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes


def ask(method: str, url: str, headers: Mapping[str, str] | None = None, body: bytes | None = None) -> Answer:
    """Raises NoAnswer."""
    place = urlsplit(url)
    kind = HTTPSConnection if place.scheme == "https" else HTTPConnection
    path = f"{place.path or '/'}?{place.query}" if place.query else place.path or "/"
    try:
        with closing(kind(place.netloc, timeout=SECONDS)) as connection:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read(MOST_BYTES))
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswer(f"{place.scheme}://{place.netloc} does not answer: {error}") from error


def send_form(url: str, fields: Mapping[str, str], data: bytes) -> Answer:
    """As a browser sends a file with a form. Raises NoAnswer."""
    mark = secrets.token_hex(16)
    parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{text}' for key, text in fields.items()]
    head = 'Content-Disposition: form-data; name="file"; filename="probe"\r\nContent-Type: application/octet-stream'
    parts.append(f"--{mark}\r\n{head}\r\n\r\n")
    body = "\r\n".join(parts).encode() + data + f"\r\n--{mark}--\r\n".encode()
    return ask("POST", url, {"Content-Type": f"multipart/form-data; boundary={mark}"}, body)
