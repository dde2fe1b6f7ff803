"""Asking an edge as browsers do."""

import http.client
import secrets
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.stores import Answer
from tintype.config.topology import Edge
from tintype.storage.actions import put_object
from tintype.storage.keys import content_type_of, rendition_key

BYTES = b"0123456789" * 1000
SECONDS = 20


@dataclass(frozen=True)
class Edged:
    edge: Edge

    def get(self, address: str, **headers: str) -> Answer:
        return self.ask("GET", address, headers)

    def ask(self, method: str, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        """`address` is a whole one or a path; in the names of headers _ stands for -."""
        path = address.partition(urlsplit(address).netloc)[2] if "://" in address else address
        named = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        with closing(http.client.HTTPConnection(self.edge.host, self.edge.port, timeout=SECONDS)) as connection:
            connection.request(method, path, headers=named)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())


def stored_photo(account_id: int = 42) -> str:
    """The key of a rendition of a photo that nobody has asked for yet."""
    key = rendition_key(account_id, secrets.randbelow(2**60), 0, "320.webp")
    put_object(key, BYTES, content_type_of(key))
    return key
