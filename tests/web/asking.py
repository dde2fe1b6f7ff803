"""What the tests of pages ask with."""

import html
import uuid
from typing import Protocol

from django.http import HttpResponseBase

HTMX = {"HX-Request": "true"}
JSON = {"Accept": "application/json"}
NOTHING_HERE = "There is nothing here"


class Whole(Protocol):
    """An answer that is not streamed."""

    @property
    def content(self) -> bytes: ...


def body(response: Whole) -> str:
    return response.content.decode()


def status_and_place(response: HttpResponseBase) -> tuple[int, str]:
    """Of a redirect."""
    return response.status_code, response.headers.get("Location", "")


def comment_form(text: str) -> dict[str, str]:
    """A fresh one, as the page gives it out."""
    return {"text": text, "idempotency_key": str(uuid.uuid4())}


def post_form(photo_ids: list[int], caption: str = "", **changes: str) -> dict[str, object]:
    form = {"photo_ids": photo_ids, "alts": ["" for _ in photo_ids], "caption": caption, "visibility": "public"}
    return {**form, "idempotency_key": str(uuid.uuid4()), **changes}


def escaped(text: str) -> str:
    return html.escape(text)
