"""Around the signed form, against both stores: headers, chunks, cut lines, other methods, pages of others."""

import json
from base64 import b64decode
from collections.abc import Iterable

import pytest

from tests.stores import SITE, Raw, multipart, refused, stored
from tintype.storage.actions import put_object, sign_upload
from tintype.storage.keys import original_key, rendition_key
from tintype.storage.records import SignedUpload
from tintype.storage.store import store

BYTES = b"bytes"


HEADERS = {
    "x_amz_acl": "public-read",
    "x_amz_meta_author": "mallory",
    "x_amz_copy_source": "/store/photos/7/1/AAAAAAAAAAAAAAAAAAAAAA-320.jpg",
    "Content_Encoding": "aws-chunked",
    "x_amz_content_sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
}


@pytest.mark.parametrize("name", HEADERS)
def test_what_the_headers_say_changes_nothing(raw: Raw, upload: SignedUpload, name: str) -> None:
    """Only the fields are signed."""
    assert raw.send(upload.fields, BYTES, **{name: HEADERS[name]}).status == 204
    assert stored(upload.key) == BYTES
    assert raw.get(upload.key).status == 403
    signed = raw.get(store().signed_url(upload.key, 60))
    assert not {header.lower() for header in signed.headers} & {"x-amz-meta-author", "content-encoding"}


def test_a_body_in_chunks_is_refused(raw: Raw, upload: SignedUpload) -> None:
    body, content_type = multipart(upload.fields.items(), BYTES)

    def chunks() -> Iterable[bytes]:
        yield body[:100]
        yield body[100:]

    assert refused(raw.ask("POST", "", chunks(), {"Content-Type": content_type}), "MissingContentLength")
    assert stored(upload.key) is None


def test_chunks_with_their_own_signatures_are_bytes_like_any(raw: Raw) -> None:
    """What is called aws-chunked is never unpacked: its frame would stand in the photo, and count."""
    framed = b"5;chunk-signature=" + b"0" * 64 + b"\r\nbytes\r\n0;chunk-signature=" + b"0" * 64 + b"\r\n\r\n"
    upload = sign_upload(7, "image/jpeg", len(BYTES))
    answer = raw.send(upload.fields, framed, Content_Encoding="aws-chunked", x_amz_decoded_content_length="5")
    assert refused(answer, "EntityTooLarge")
    assert stored(upload.key) is None


def test_a_line_that_breaks_off_leaves_nothing(raw: Raw) -> None:
    data = b"x" * 200_000
    upload = sign_upload(7, "image/jpeg", len(data))
    body, content_type = multipart(upload.fields.items(), data)
    assert 400 <= raw.cut(body, content_type, after=100_000).status < 500
    assert stored(upload.key) is None
    assert raw.send(upload.fields, data).status == 204
    assert stored(upload.key) == data


def test_a_form_is_good_for_uploads_alone(raw: Raw, upload: SignedUpload) -> None:
    """Neither another method nor another place takes it."""
    body, content_type = multipart(upload.fields.items(), BYTES)
    headers = {"Content-Type": content_type}
    photo = rendition_key(7, 1, 0, "320.jpg")
    assert raw.ask("PUT", photo, body, headers).status in (403, 405)
    assert raw.ask("PUT", "", body, headers).status in (403, 405)
    raw.ask("POST", photo, body, headers)
    assert stored(photo) is None
    assert json.loads(b64decode(upload.fields["policy"]))["conditions"].count({"bucket": raw.url.rpartition("/")[2]})


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://site.test.evil.example"])
def test_pages_of_others_are_not_told_anything(raw: Raw, upload: SignedUpload, origin: str) -> None:
    wanted = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    answers = [
        raw.ask("OPTIONS", "", None, wanted),
        raw.send(upload.fields, BYTES, Origin=origin),
        raw.get(store().signed_url(original_key(7, 9), 60), Origin=origin),
    ]
    assert not [name for answer in answers for name in answer.headers if name.lower() == "access-control-allow-origin"]
    assert answers[0].status >= 400


@pytest.mark.parametrize("raw", ["radosgw"], indirect=True)
def test_the_pages_of_the_site_may_use_an_s3(raw: Raw, upload: SignedUpload) -> None:
    """The directory is of the same origin as the pages, and needs no leave."""
    key = original_key(7, 9)
    put_object(key, BYTES, "image/jpeg")
    answers = [
        raw.ask("OPTIONS", "", None, {"Origin": SITE, "Access-Control-Request-Method": "POST"}),
        raw.send(upload.fields, BYTES, Origin=SITE),
        raw.send(upload.fields | {"acl": "x"}, BYTES, Origin=SITE),
        raw.get(store().signed_url(key, 60), Origin=SITE),
    ]
    assert [answer.status for answer in answers] == [200, 204, 403, 200]
    assert {answer.headers["Access-Control-Allow-Origin"] for answer in answers} == {SITE}
