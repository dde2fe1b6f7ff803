"""Asking for photos as the world does: at every edge where there are some, else at the web server; and at the store."""

import http.client
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

DENIED = (403, 404)


@dataclass(frozen=True)
class Got:
    status: int
    body: bytes
    headers: dict[str, str]


def fetch(url: str, **headers: str) -> Got:
    """An address of a page; without a host it is the web server's."""
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if not parts.netloc or url.startswith(f"{settings.TINTYPE_URL}/"):
        return _from_web(path, headers)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return Got(answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()})
    finally:
        connection.close()


def _from_web(path: str, headers: dict[str, str]) -> Got:
    answer = Client().get(path, headers=headers)
    body = b"".join(answer) if answer.streaming else answer.content
    answer.close()
    return Got(answer.status_code, body, {name.lower(): value for name, value in answer.headers.items()})


def everywhere(url: str) -> list[str]:
    """The same address at every edge: an object belongs to one, but each shows it to whoever asks."""
    parts = urlsplit(url)
    key = parts.path.partition("/media/")[2] or parts.path.lstrip("/")
    return [f"{base}{key}?{parts.query}".rstrip("?") for base in settings.TINTYPE_MEDIA_URLS]


def statuses(url: str) -> set[int]:
    """What all of them answer."""
    return {fetch(one).status for one in everywhere(url)}


def raw(key: str) -> str:
    """At the store itself, without a signature."""
    objects = settings.TINTYPE_OBJECTS
    if objects.is_s3:
        return f"{objects.endpoint}/{objects.bucket}/{key}"
    return f"{settings.TINTYPE_URL}/store/{key}"
