"""The directory store's end of a signed upload: what is promised is taken once, and nothing else ever."""

import io
import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from tests.storage.conftest import files_in
from tintype.storage.actions import consume_incoming, sign_upload, store_upload
from tintype.storage.errors import ObjectMissing, StoreRefused
from tintype.storage.presign import signed_url
from tintype.storage.queries import open_object
from tintype.storage.records import SignedUpload
from tintype.storage.sigv4 import Signer, signature

SIZE = 5


@pytest.fixture
def upload() -> SignedUpload:
    return sign_upload(7, "image/jpeg", SIZE)


def send(fields: dict[str, str], data: bytes = b"bytes") -> None:
    store_upload(fields, io.BytesIO(data), len(data))


def refusal(fields: dict[str, str], data: bytes = b"bytes") -> tuple[int, str]:
    with pytest.raises(StoreRefused) as refused:
        send(fields, data)
    assert refused.value.message.endswith(".")
    return refused.value.status, refused.value.code


def test_the_form_has_the_fields_of_s3(upload: SignedUpload) -> None:
    assert upload.url == "http://site.test/store/"
    assert list(upload.fields) == [
        "key",
        "Content-Type",
        "x-amz-algorithm",
        "x-amz-credential",
        "x-amz-date",
        "policy",
        "x-amz-signature",
    ]
    policy = json.loads(b64decode(upload.fields["policy"]))
    assert ["content-length-range", SIZE, SIZE] in policy["conditions"]
    assert {"key": upload.key} in policy["conditions"]
    assert {"bucket": "store"} in policy["conditions"]


def test_signature_is_that_of_the_example_amazon_publishes() -> None:
    # https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html
    lines = [
        '{ "expiration": "2015-12-30T12:00:00.000Z",',
        '  "conditions": [',
        '    {"bucket": "sigv4examplebucket"},',
        '    ["starts-with", "$key", "user/user1/"],',
        '    {"acl": "public-read"},',
        '    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},',
        '    ["starts-with", "$Content-Type", "image/"],',
        '    {"x-amz-meta-uuid": "14365123651274"},',
        '    {"x-amz-server-side-encryption": "AES256"},',
        '    ["starts-with", "$x-amz-meta-tag", ""],',
        "",
        '    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},',
        '    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},',
        '    {"x-amz-date": "20151229T000000Z" }',
        "  ]",
        "}",
    ]
    policy = b64encode("\r\n".join(lines).encode()).decode()
    credential = "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"
    made = signature(policy, credential, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    assert made == "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e"


def test_a_signed_address_is_that_of_the_example_amazon_publishes() -> None:
    # https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    url, access_key, secret_key = (
        "https://examplebucket.s3.amazonaws.com",
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    )
    signer = Signer(url, "examplebucket", access_key, secret_key, "us-east-1")
    assert signed_url(signer, "test.txt", 86400, datetime(2013, 5, 24, tzinfo=UTC)) == (
        "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
        "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
        "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
        "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    )


@pytest.mark.parametrize("claimed", [None, 1, SIZE])
def test_a_false_size_does_not_help(upload: SignedUpload, objects: Path, claimed: int | None) -> None:
    with pytest.raises(StoreRefused) as refused:
        store_upload(upload.fields, io.BytesIO(b"x" * (SIZE + 1)), claimed)
    assert refused.value.code == "EntityTooLarge"
    assert files_in(objects) == []


def test_a_refused_upload_may_be_sent_again_as_it_should_be(upload: SignedUpload) -> None:
    refusal(upload.fields, b"")
    send(upload.fields)


def test_missing_file_is_refused(upload: SignedUpload) -> None:
    with pytest.raises(StoreRefused) as refused:
        store_upload(upload.fields, None, None)
    assert (refused.value.status, refused.value.code) == (400, "InvalidArgument")


@pytest.mark.parametrize("value", ["", "0" * 64, "ä" * 64, "\ud800", "null"])
def test_a_wrong_signature_is_refused(upload: SignedUpload, value: str) -> None:
    assert refusal(upload.fields | {"x-amz-signature": value}) == (403, "SignatureDoesNotMatch")


@pytest.mark.parametrize("value", ["", "tintype", "tintype/20300101/local/s3/aws4_request", "\ud800/" * 9])
def test_a_credential_of_another_day_or_form_is_refused(upload: SignedUpload, value: str) -> None:
    assert refusal(upload.fields | {"x-amz-credential": value}) == (403, "SignatureDoesNotMatch")


def test_one_field_in_two_spellings_is_refused(upload: SignedUpload) -> None:
    assert refusal(upload.fields | {"Policy": upload.fields["policy"]}) == (400, "InvalidArgument")


def test_an_expired_form_is_refused() -> None:
    start = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        upload = sign_upload(7, "image/jpeg", SIZE)
        assert upload.expires_at == start + timedelta(minutes=10)
        clock.shift(timedelta(minutes=10))
        assert refusal(upload.fields) == (403, "AccessDenied")
        clock.shift(timedelta(seconds=-1))
        send(upload.fields)


def test_a_form_sent_twice_keeps_the_first_bytes(upload: SignedUpload) -> None:
    send(upload.fields, b"first")
    assert refusal(upload.fields, b"other") == (409, "KeyAlreadyUsed")
    with open_object(upload.key) as file:
        assert file.read() == b"first"


def test_a_form_is_not_good_again_once_the_photo_was_taken_away(upload: SignedUpload) -> None:
    send(upload.fields)
    consume_incoming(upload.key)
    assert refusal(upload.fields) == (409, "KeyAlreadyUsed")
    with pytest.raises(ObjectMissing):
        open_object(upload.key)


def test_nothing_may_be_signed_that_the_door_refuses() -> None:
    for size in (0, -1, 25 * 2**20 + 1):
        with pytest.raises(ValueError, match="refused at the door"):
            sign_upload(7, "image/jpeg", size)
