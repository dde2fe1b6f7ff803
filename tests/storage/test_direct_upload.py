"""The list of what people try with a signed form, one test each, against both stores.

Where the two answer differently, the test says what both must hold: nothing is stored that was not signed.
"""

from base64 import b64decode, b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.stores import Raw, refused, stored
from tintype.storage.actions import UPLOAD_LIFE, sign_upload
from tintype.storage.keys import incoming_key
from tintype.storage.queries import object_sizes
from tintype.storage.records import SignedUpload
from tintype.storage.store import store

BYTES = b"bytes"
OTHER = "incoming/8/AAAAAAAAAAAAAAAAAAAAAA"


def everything() -> set[str]:
    return {key for folder in ("incoming", "photos", "originals", "avatars", "headers") for key in store().keys(folder)}


def test_the_signed_form_stores_the_bytes(raw: Raw, upload: SignedUpload) -> None:
    assert upload.url == f"{raw.url}/"
    answer = raw.send(upload.fields, BYTES)
    assert (answer.status, answer.body) == (204, b"")
    assert stored(upload.key) == BYTES


def test_every_byte_value_arrives(raw: Raw) -> None:
    data = bytes(range(256)) * 5000 + b"\r\n--\r\n"
    upload = sign_upload(7, "image/jpeg", len(data))
    assert raw.send(upload.fields, data).status == 204
    assert stored(upload.key) == data


@pytest.mark.parametrize(("length", "code"), [(0, "EntityTooSmall"), (4, "EntityTooSmall"), (6, "EntityTooLarge")])
def test_fewer_bytes_and_more_than_signed_are_refused(raw: Raw, upload: SignedUpload, length: int, code: str) -> None:
    assert refused(raw.send(upload.fields, b"x" * length), code)
    assert stored(upload.key) is None


def test_many_more_bytes_are_refused(raw: Raw, upload: SignedUpload) -> None:
    assert refused(raw.send(upload.fields, b"x" * 3_000_000), "EntityTooLarge")
    assert stored(upload.key) is None


KEYS = {
    "another": OTHER,
    "with dots": "incoming/7/../8/AAAAAAAAAAAAAAAAAAAAAA",
    "out of the store": "../../etc/passwd",
    "a photo's": "photos/7/1/AAAAAAAAAAAAAAAAAAAAAA-320.jpg",
    "an original's": "originals/7/1/AAAAAAAAAAAAAAAAAAAAAA.jpg",
    "an avatar's": "avatars/7/AAAAAAAAAAAAAAAAAAAAAA.jpg",
    "the file's name": "${filename}",
    "none": "",
}


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_another_key_is_refused(raw: Raw, upload: SignedUpload, key: str) -> None:
    before = everything()
    assert refused(raw.send(upload.fields | {"key": key}), "AccessDenied", "InvalidArgument")
    assert everything() == before


def test_a_part_of_an_upload_is_no_good_as_another_part(raw: Raw) -> None:
    key = incoming_key(7)
    first = sign_upload(7, "image/jpeg", len(BYTES), f"{key}.0")
    assert refused(raw.send(first.fields | {"key": f"{key}.1"}), "AccessDenied")
    assert raw.send(first.fields).status == 204
    assert object_sizes([f"{key}.{number}" for number in range(3)]) == {f"{key}.0": len(BYTES)}


@pytest.mark.parametrize("value", ["text/html", "image/png", "image/svg+xml", "image/jpeg; charset=utf-8", ""])
def test_another_type_is_refused(raw: Raw, upload: SignedUpload, value: str) -> None:
    assert refused(raw.send(upload.fields | {"Content-Type": value}), "AccessDenied")
    assert stored(upload.key) is None


def altered(policy: str, old: str, new: str) -> str:
    document = b64decode(policy).decode()
    assert old in document
    return b64encode(document.replace(old, new).encode()).decode()


CHANGES = {
    "more bytes": (f"{len(BYTES)},{len(BYTES)}]", "0,99999999]"),
    "another type": ("image/jpeg", "text/html"),
    "somebody else's key": ("/7/", "/8/"),
    "a thousand years": ('"expiration":"2', '"expiration":"3'),
    "fewer conditions": ('"conditions":[{', '"conditions":[],"was":[{'),
}


@pytest.mark.parametrize(("old", "new"), CHANGES.values(), ids=CHANGES)
def test_a_changed_policy_is_refused(raw: Raw, upload: SignedUpload, old: str, new: str) -> None:
    changed = upload.fields | {"policy": altered(upload.fields["policy"], old, new)}
    assert refused(raw.send(changed), "AccessDenied", "SignatureDoesNotMatch")
    assert stored(upload.key) is None


def test_the_signature_of_another_upload_is_refused(raw: Raw, upload: SignedUpload) -> None:
    other = sign_upload(8, "image/jpeg", len(BYTES)).fields
    assert refused(
        raw.send(upload.fields | {"x-amz-signature": other["x-amz-signature"]}), "AccessDenied", "SignatureDoesNotMatch"
    )
    both = upload.fields | {name: other[name] for name in ("x-amz-signature", "policy")}
    assert refused(raw.send(both), "AccessDenied")


@pytest.mark.parametrize("name", ["key", "Content-Type", "policy", "x-amz-signature", "x-amz-credential", "x-amz-date"])
def test_a_field_that_is_missing_is_missed(raw: Raw, upload: SignedUpload, name: str) -> None:
    fields = {field: value for field, value in upload.fields.items() if field != name}
    assert refused(raw.send(fields), "AccessDenied", "InvalidArgument")
    assert stored(upload.key) is None


def test_an_expired_form_is_refused(raw: Raw) -> None:
    now = datetime.now(UTC)
    with time_machine.travel(now - UPLOAD_LIFE - timedelta(seconds=2), tick=False):
        old = sign_upload(7, "image/jpeg", len(BYTES))
    with time_machine.travel(now - UPLOAD_LIFE + timedelta(seconds=30), tick=False):
        young = sign_upload(7, "image/jpeg", len(BYTES))
    assert refused(raw.send(old.fields), "AccessDenied")
    assert raw.send(young.fields).status == 204
    assert (stored(old.key), stored(young.key)) == (None, BYTES)


def test_of_two_at_once_one_is_kept_whole(raw: Raw) -> None:
    size = 300_000
    upload = sign_upload(7, "image/jpeg", size)
    offers = [bytes([number]) * size for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda data: raw.send(upload.fields, data).status, offers))
    assert 204 in answers
    assert set(answers) <= {204, 409}
    assert stored(upload.key) in offers


ADDED = {
    "acl": "public-read",
    "x-amz-acl": "public-read",
    "x-amz-grant-read": 'uri="http://acs.amazonaws.com/groups/global/AllUsers"',
    "success_action_redirect": "https://evil.example/",
    "redirect": "https://evil.example/",
    "x-amz-website-redirect-location": "https://evil.example/",
    "success_action_status": "201",
    "x-amz-meta-author": "mallory",
    "X-Amz-Meta-Author": "mallory",
    "x-amz-meta-a": "b\r\nx-amz-acl: public-read",
    "x-amz-tagging": "a=b",
    "tagging": "<Tagging/>",
    "x-amz-server-side-encryption": "AES256",
    "x-amz-checksum-sha256": "AAAA",
    "Content-MD5": "AAAAAAAAAAAAAAAAAAAAAA==",
    "Content-Encoding": "aws-chunked",
    "Content-Disposition": "attachment",
    "Cache-Control": "public",
    "Expires": "Thu, 01 Jan 2099 00:00:00 GMT",
}


@pytest.mark.parametrize("where", ["first", "last"])
@pytest.mark.parametrize("name", ADDED)
def test_an_added_field_is_refused(raw: Raw, upload: SignedUpload, name: str, where: str) -> None:
    added = (name, ADDED[name])
    pairs = [added, *upload.fields.items()] if where == "first" else [*upload.fields.items(), added]
    assert refused(raw.send(pairs), "AccessDenied")
    assert stored(upload.key) is None


@pytest.mark.parametrize("change", [str.upper, str.capitalize, str.title, str.lower])
def test_capitals_in_field_names_change_nothing(raw: Raw, change: object) -> None:
    assert callable(change)
    upload = sign_upload(7, "image/jpeg", len(BYTES))
    fields = {change(name): value for name, value in upload.fields.items()}
    key = next(name for name in fields if name.lower() == "key")
    assert refused(raw.send(fields | {key: OTHER}), "AccessDenied")
    assert refused(raw.send(fields, BYTES + b"x"), "EntityTooLarge")
    assert stored(upload.key) is None
    assert raw.send(fields, BYTES).status == 204


def test_two_policies_in_two_spellings_allow_no_more_than_one(raw: Raw, upload: SignedUpload) -> None:
    """One store refuses the form, the other looks at one of the two: neither takes what was not signed."""
    wide = altered(upload.fields["policy"], f"{len(BYTES)},{len(BYTES)}]", "0,99999999]")
    for pair in ({"Policy": wide}, {"POLICY": wide, "Key": OTHER}):
        for pairs in ([*pair.items(), *upload.fields.items()], [*upload.fields.items(), *pair.items()]):
            answer = raw.send(pairs, b"x" * 1000)
            assert 400 <= answer.status < 500
    assert (stored(upload.key), stored(OTHER)) == (None, None)
