"""A signed form is good for one file under one key, of one type, up to one size, for ten minutes."""

import base64
import io
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from tests.web.asking import body
from tintype.config.topology import ObjectStore
from tintype.storage.actions import put_object, sign_upload
from tintype.storage.errors import ObjectMissing
from tintype.storage.keys import avatar_key
from tintype.storage.queries import object_size
from tintype.testing.member import Member
from tintype.testing.posts import picture

Fields = dict[str, str]


@pytest.fixture(autouse=True)
def directory(settings: Settings, tmp_path: Path) -> None:
    """Of S3 the web server is not the face."""
    settings.TINTYPE_OBJECTS = ObjectStore(kind="directory", path=tmp_path)


def fields_of(member: Member) -> Fields:
    return sign_upload(member.id, "image/jpeg", 100).fields


def send(fields: dict[str, str], data: bytes = b"x" * 100) -> tuple[int, str]:
    """The status, and S3's word for what is wrong."""
    answer = Client(enforce_csrf_checks=True).post("/store/", fields | {"file": io.BytesIO(data)})
    found = re.findall("<Code>([A-Za-z]+)</Code><Message>[^<]+</Message>", body(answer))
    return answer.status_code, found[0] if found else ""


def is_stored(key: str) -> bool:
    try:
        object_size(key)
    except ObjectMissing:
        return False
    return True


def widened(fields: Fields) -> Fields:
    """A policy that allows more, under the signature of the one that did not."""
    policy = json.loads(base64.b64decode(fields["policy"]))
    policy["conditions"][-1] = ["content-length-range", 1, 2**40]
    return fields | {"policy": base64.b64encode(json.dumps(policy).encode()).decode()}


def without(name: str) -> Callable[[Fields], Fields]:
    return lambda fields: {field: value for field, value in fields.items() if field != name}


ALTERED: list[tuple[Callable[[Fields], Fields], tuple[int, str]]] = [
    (widened, (403, "SignatureDoesNotMatch")),
    (lambda fields: fields | {"x-amz-signature": "0" * 64}, (403, "SignatureDoesNotMatch")),
    (lambda fields: fields | {"x-amz-signature": "é\x00"}, (403, "SignatureDoesNotMatch")),
    (lambda fields: fields | {"key": fields["key"][:-1] + "x"}, (403, "AccessDenied")),
    (lambda fields: fields | {"key": "../../secret-key"}, (403, "AccessDenied")),
    (lambda fields: fields | {"key": "avatars/1/" + "a" * 22 + ".jpg"}, (403, "AccessDenied")),
    (lambda fields: fields | {"Content-Type": "text/html"}, (403, "AccessDenied")),
    (lambda fields: fields | {"acl": "public-read"}, (403, "AccessDenied")),
    (lambda fields: fields | {"success_action_redirect": "https://evil.example"}, (403, "AccessDenied")),
    (lambda fields: fields | {"x-amz-meta-a": "b"}, (403, "AccessDenied")),
    (lambda fields: fields | {"Policy": fields["policy"]}, (400, "InvalidArgument")),
    (
        lambda fields: fields | {"x-amz-credential": "tintype/20200101/local/s3/aws4_request"},
        (403, "SignatureDoesNotMatch"),
    ),
    (without("policy"), (403, "AccessDenied")),
    (without("x-amz-signature"), (403, "AccessDenied")),
    (without("key"), (403, "AccessDenied")),
    (without("Content-Type"), (403, "AccessDenied")),
    (lambda _: {}, (403, "AccessDenied")),
]


@pytest.mark.parametrize(("alter", "expected"), ALTERED)
def test_an_altered_form_stores_nothing(
    alice: Member, alter: Callable[[Fields], Fields], expected: tuple[int, str]
) -> None:
    fields = fields_of(alice)
    assert send(alter(fields)) == expected
    assert is_stored(fields["key"]) is False
    assert send(fields) == (204, "")


def test_a_form_of_one_person_is_no_good_with_the_key_of_another(alice: Member, bob: Member) -> None:
    mine, others = fields_of(alice), fields_of(bob)
    assert send(mine | {"key": others["key"]}) == (403, "AccessDenied")


def test_a_form_dies_after_ten_minutes(alice: Member) -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        fields = fields_of(alice)
    with time_machine.travel(now + timedelta(minutes=10), tick=False):
        assert send(fields) == (403, "AccessDenied")
    with time_machine.travel(now + timedelta(minutes=10, seconds=-1), tick=False):
        assert send(fields) == (204, "")


@pytest.mark.parametrize(("size", "expected"), [(0, 400), (99, 400), (100, 204), (101, 400), (3_000_000, 400)])
def test_the_file_is_as_long_as_was_signed(alice: Member, size: int, expected: int) -> None:
    fields = fields_of(alice)
    status, code = send(fields, b"x" * size)
    assert status == expected
    assert code == {0: "EntityTooSmall", 99: "EntityTooSmall", 100: ""}.get(size, "EntityTooLarge")
    assert is_stored(fields["key"]) == (expected == 204)


@pytest.mark.parametrize("length", [str(2**31), "9" * 30, "9" * 5000])
def test_a_huge_body_is_refused_unread(length: str) -> None:
    class Untouched(io.RawIOBase):
        def read(self, _size: int = -1) -> bytes:
            raise AssertionError("read")

    answer = Client().generic(
        "POST",
        "/store/",
        CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=length,
        **{"wsgi.input": Untouched()},  # type: ignore[arg-type]
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["-1", "abc", "1.5", "\xb2", ""])
def test_a_length_that_is_none_is_refused(length: str) -> None:
    answer = Client().generic("POST", "/store/", CONTENT_TYPE="multipart/form-data; boundary=x", CONTENT_LENGTH=length)
    assert answer.status_code == 411


def test_what_is_no_form_is_refused() -> None:
    bodies = [("application/json", b"{}"), ("text/plain", b"x"), ("application/x-www-form-urlencoded", b"key=x")]
    answers = [Client().post("/store/", data, content_type=kind) for kind, data in bodies]
    assert [answer.status_code for answer in answers] == [403] * 3
    assert {answer["Content-Type"] for answer in answers} == {"application/xml"}


def test_a_message_is_xml_whatever_the_field_was_called(alice: Member) -> None:
    answer = Client().post("/store/", fields_of(alice) | {"<script>&": "x", "file": io.BytesIO(b"x")})
    assert (answer.status_code, "<script>" in body(answer)) == (403, False)


def test_nothing_that_was_sent_in_can_be_fetched(alice: Member) -> None:
    fields = fields_of(alice)
    assert send(fields) == (204, "")
    assert Client().get(f"/media/{fields['key']}").status_code == 404


PATHS = ["../secret-key", "photos/../secret-key", "avatars/1/../../secret-key", "%2e%2e/secret-key", "/etc/passwd"]
PATHS += ["avatars/1/..%2f..%2fsecret-key", "avatars/1/%00.jpg", "avatars//x.jpg", "avatars/1/x.jpg/", "tmp/x", "."]


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_out_of_the_store(path: str) -> None:
    assert Client().get(f"/media/{path}").status_code == 404


@pytest.mark.parametrize("ending", ["%0a", "%00", ".png", "/", "?e=1", "/../x"])
def test_a_face_has_one_address(alice: Member, ending: str) -> None:
    key = avatar_key(alice.id)
    put_object(key, picture(), "image/jpeg")
    answer = Client().get(f"/media/{key}")
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "image/jpeg",
        "nosniff",
    )
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    expected = 200 if ending == "?e=1" else 404
    assert Client().get(f"/media/{key}{ending}").status_code == expected
