"""A client of boto3 that does what the topology says and nothing else, and errors that callers know."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import md5
from http import HTTPStatus
from os import devnull
from typing import Any

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionError, HTTPClientError, IncompleteReadError  # noqa: A004  boto's

from tintype.config.objects import ObjectStore
from tintype.storage.errors import ObjectMissing, StoreFull, StoreUnreachable

_CONFIG = Config(
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    # Radosgw 16 and many others do not know the checksums that boto3 sends of its own accord since 1.36.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    # A request may wait for this: a store that hangs holds it for half a minute, and not for the five of the defaults.
    connect_timeout=3,
    read_timeout=12,
    retries={"mode": "standard", "total_max_attempts": 2},
)
_NOTHING_ELSE = {
    # Somebody's ~/.aws or AWS_PROFILE must not decide where photos lie.
    "profile": (None, None, None, None),
    "config_file": (None, None, devnull, None),
    "credentials_file": (None, None, devnull, None),
}
_NO_ROOM = {"QuotaExceeded", "InsufficientStorage", "InsufficientCapacity", "XMinioStorageFull"}
_NEEDS_DIGEST = ("DeleteObjects", "PutBucketCors", "PutBucketLifecycleConfiguration", "PutBucketPolicy")


def client_of(described: ObjectStore) -> Any:
    # A session of its own: making clients from the common one is not safe in threads.
    session = boto3.Session(botocore_session=botocore.session.Session(session_vars=_NOTHING_ELSE))
    client = session.client(
        "s3",
        endpoint_url=described.endpoint,
        region_name=described.region,
        aws_access_key_id=described.access_key,
        aws_secret_access_key=described.secret_key,
        config=_CONFIG,
    )
    for operation in _NEEDS_DIGEST:
        client.meta.events.register(f"before-sign.s3.{operation}", _add_digest)
    return client


def digest(data: bytes) -> str:
    """What S3 compares the bytes that came with: one that got others refuses them."""
    return b64encode(md5(data, usedforsecurity=False).digest()).decode()


def _add_digest(request: Any, **_: Any) -> None:
    """Boto3 sends a newer checksum here, which stores without it answer with MissingContentMD5."""
    request.headers["Content-MD5"] = digest(request.body)


@contextmanager
def said_plainly(key: str = "") -> Iterator[None]:
    """Raises ObjectMissing, StoreFull, StoreUnreachable for what boto3 raises; what is a fault stays one."""
    try:
        yield
    except ClientError as error:
        code, status = error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
        if code == "NoSuchKey":
            raise ObjectMissing(key) from error
        if code in _NO_ROOM:
            raise StoreFull(str(error)) from error
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or code == "SlowDown":
            raise StoreUnreachable(str(error)) from error
        raise
    except (ConnectionError, HTTPClientError, IncompleteReadError) as error:
        raise StoreUnreachable(str(error)) from error
