"""Both object stores as anybody reaches them: over HTTP and without this program's help.

The directory is served by a web server in this process, radosgw by one for the whole run, unless the topology of the
tests has one already.
"""

import http.client
import re
import secrets
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

from tests.radosgw import radosgw
from tintype.config.derive import derive
from tintype.config.objects import RADOSGW, ObjectStore
from tintype.storage.errors import ObjectMissing
from tintype.storage.queries import open_object
from tintype.storage.store import s3_store

SECONDS = 20
SITE = "http://site.test"
ORIGIN_SECRET = "shown-by-edges"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def code(self) -> str:
        """S3's word for what is wrong."""
        found = re.search(r"<Code>(\w+)</Code>", self.body.decode(errors="replace"))
        return found[1] if found else ""


@dataclass(frozen=True)
class Raw:
    described: ObjectStore
    url: str  # of the bucket

    def send(
        self, fields: Mapping[str, str] | Iterable[tuple[str, str]], data: bytes = b"bytes", **headers: str
    ) -> Answer:
        """As a browser sends a form; in the names of headers _ stands for -."""
        pairs = list(fields.items()) if isinstance(fields, Mapping) else list(fields)
        body, content_type = multipart(pairs, data)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", "", body, {"Content-Type": content_type} | named)

    def cut(self, body: bytes, content_type: str, *, after: int) -> Answer:
        """What a store says, to nobody, when a line breaks off in the middle of a form."""
        place = urlsplit(self.url)
        with closing(http.client.HTTPConnection(place.netloc, timeout=SECONDS)) as connection:
            connection.putrequest("POST", f"{place.path}/")
            connection.putheader("Content-Type", content_type)
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body[:after])
            connection.sock.shutdown(socket.SHUT_WR)
            return _read(connection)

    def get(self, address: str, **headers: str) -> Answer:
        """`address` is a whole one, or what follows that of the bucket."""
        return self.ask("GET", address, None, headers)

    def ask(
        self,
        method: str,
        address: str,
        body: bytes | Iterable[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        whole = address if "://" in address else f"{self.url}/{address}"
        place = urlsplit(whole)
        path = whole.partition(place.netloc)[2]
        with closing(http.client.HTTPConnection(place.netloc, timeout=SECONDS)) as connection:
            connection.request(method, path, body, dict(headers or {}))
            return _read(connection)


def _read(connection: http.client.HTTPConnection) -> Answer:
    answer = connection.getresponse()
    return Answer(answer.status, dict(answer.getheaders()), answer.read())


def stored(key: str) -> bytes | None:
    try:
        with open_object(key) as file:
            return file.read()
    except ObjectMissing:
        return None


def refused(answer: Answer, *codes: str) -> bool:
    """With one of these words, as XML, which a page can read."""
    assert answer.code in codes, (answer.status, answer.body)
    return 400 <= answer.status < 500 and answer.headers["Content-Type"].startswith("application/xml")


def spare_none(_uploads: list[str]) -> set[str]:
    """For a sweep."""
    return set()


def multipart(pairs: Iterable[tuple[str, str]], data: bytes) -> tuple[bytes, str]:
    """The file stands last: S3 reads no field after it."""
    boundary = secrets.token_hex(16)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        + value.encode(errors="replace")
        for name, value in pairs
    ]
    head = 'Content-Disposition: form-data; name="file"; filename="photo"\r\nContent-Type: application/octet-stream'
    parts.append(f"--{boundary}\r\n{head}\r\n\r\n".encode() + data)
    return b"\r\n".join([*parts, f"--{boundary}--\r\n".encode()]), f"multipart/form-data; boundary={boundary}"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Each request is one that the test knows of."""


@contextmanager
def web_server() -> Iterator[str]:
    """Its address; it has the settings of the test that asks it."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def radosgw_store() -> Iterator[ObjectStore]:
    """With a bucket of its own."""
    if settings.TINTYPE_OBJECTS.kind == RADOSGW:
        yield _with_bucket(settings.TINTYPE_OBJECTS)
        return
    path = Path(tempfile.mkdtemp(prefix="tintype-radosgw-"))
    try:
        with radosgw(path, secret=derive("objects", settings.SECRET_KEY)) as objects:
            yield _with_bucket(objects)
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _with_bucket(objects: ObjectStore) -> ObjectStore:
    from tintype.storage.bucket import prepare

    bucket = f"test-{secrets.token_hex(4)}"
    objects = replace(objects, bucket=bucket, upload_url=f"{objects.endpoint}/{bucket}")
    prepare(s3_store(objects), origin_secret=ORIGIN_SECRET, site=SITE)
    return objects
