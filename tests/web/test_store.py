"""The upload address answers as S3 does, without a session."""

import errno
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tintype.config.topology import ObjectStore
from tintype.storage.actions import sign_upload
from tintype.storage.queries import largest_upload_body, object_size
from tintype.testing.member import Member

JPEG = b"\xff\xd8" + b"x" * 100


@pytest.fixture(autouse=True)
def directory(settings: Settings, tmp_path: Path) -> None:
    """Of S3 the web server is not the face."""
    settings.TINTYPE_OBJECTS = ObjectStore(kind="directory", path=tmp_path)


def code_of(content: bytes) -> str:
    found = re.search(r"<Code>(\w+)</Code>", content.decode())
    assert found
    return found[1]


def form(member: Member, data: bytes = JPEG) -> dict[str, object]:
    upload = sign_upload(member.id, "image/jpeg", len(JPEG))
    return {**upload.fields, "file": io.BytesIO(data)}


def test_a_signed_form_stores_the_bytes(alice: Member) -> None:
    sent = form(alice)
    # Not even a CSRF cookie is needed: the policy in the form is the permission.
    answer = Client(enforce_csrf_checks=True).post("/store/", sent)
    assert (answer.status_code, answer.content) == (204, b"")
    assert object_size(str(sent["key"])) == len(JPEG)


def test_refusals_are_s3s(alice: Member) -> None:
    client = Client()
    sent = form(alice)
    assert client.post("/store/", sent).status_code == 204
    cases = [
        (sent | {"file": io.BytesIO(JPEG)}, 409, "KeyAlreadyUsed"),
        (form(alice, JPEG + b"y"), 400, "EntityTooLarge"),
        (form(alice, b""), 400, "EntityTooSmall"),
        (form(alice) | {"Content-Type": "text/html"}, 403, "AccessDenied"),
        ({**form(alice), "acl": "public-read"}, 403, "AccessDenied"),
        ({name: value for name, value in form(alice).items() if name != "file"}, 400, "InvalidArgument"),
        ({**form(alice), "Content-Type": ["image/jpeg", "image/jpeg"]}, 400, "MalformedPOSTRequest"),
    ]
    for fields, status, code in cases:
        answer = client.post("/store/", fields)
        assert (answer.status_code, code_of(answer.content)) == (status, code)
        assert answer["Content-Type"] == "application/xml"


def test_a_body_that_is_too_long_is_not_read() -> None:
    class Untouched(io.RawIOBase):
        def read(self, _size: int = -1) -> bytes:
            raise AssertionError("read")

    environment: dict[str, Any] = {
        "CONTENT_LENGTH": str(largest_upload_body() + 1),
        "wsgi.input": Untouched(),
    }
    answer = Client().generic("POST", "/store/", content_type="multipart/form-data; boundary=x", **environment)
    assert (answer.status_code, code_of(answer.content)) == (413, "EntityTooLarge")


def test_a_body_without_a_length_is_refused() -> None:
    answer = Client().generic("POST", "/store/", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="")
    assert (answer.status_code, code_of(answer.content)) == (411, "MissingContentLength")


@pytest.mark.parametrize(
    "body", [b"", b"nonsense", b"--x\r\n\r\n", b'--x\r\nContent-Disposition: form-data; name="key"\r\n\r\n']
)
def test_broken_forms_are_refused(body: bytes) -> None:
    answer = Client().post("/store/", body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in (400, 403, 411)


def test_other_methods(anonymous: Member) -> None:
    for method in ("get", "put", "delete", "head"):
        assert getattr(anonymous.client, method)("/store/").status_code == 405


def test_a_full_disk_is_told(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("django.core.files.uploadhandler.MemoryFileUploadHandler.receive_data_chunk", full)
    answer = Client().post("/store/", form(alice))
    assert (answer.status_code, code_of(answer.content)) == (507, "InsufficientStorage")


def test_where_the_store_is_an_s3_there_is_nothing_here(alice: Member, settings: Settings) -> None:
    sent = form(alice)
    former = settings.TINTYPE_OBJECTS
    settings.TINTYPE_OBJECTS = replace(former, kind="s3", endpoint="http://127.0.0.1:1")
    assert Client().post("/store/", sent).status_code == 404
    assert Client().get(f"/store/{sent['key']}").status_code == 404
    # Who began before the move may end.
    settings.TINTYPE_OBJECTS = replace(settings.TINTYPE_OBJECTS, former=former)
    assert Client().post("/store/", sent | {"file": io.BytesIO(JPEG)}).status_code == 204
