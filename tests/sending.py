"""Sends bytes to the object store as browsers and phones do: from outside, without cookies."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

import urllib3
from django.conf import settings
from django.test import Client

from tintype.photos.records import Started


def send(url: str, fields: Mapping[str, str], data: bytes, name: str = "photo.jpg") -> int:
    """The status. The directory store answers under the address of the pages, an S3 under its own."""
    if url.startswith(("/", settings.TINTYPE_URL)):
        file = io.BytesIO(data)
        file.name = name
        return Client(enforce_csrf_checks=True).post("/store/", {**fields, "file": file}).status_code
    return urllib3.request("POST", url, fields={**fields, "file": (name, data)}).status


def send_parts(signed: Mapping[str, Any], data: bytes, parts: Iterable[Mapping[str, Any]] | None = None) -> list[int]:
    """The parts of an upload as the pages and apps are told of it; all of them unless some are named."""
    chosen = signed["parts"] if parts is None else parts
    return [send(signed["url"], part["fields"], data[part["start"] : part["end"]]) for part in chosen]


def send_started(started: Started, data: bytes) -> list[int]:
    return [send(started.url, part.fields, data[part.start : part.end]) for part in started.parts]
