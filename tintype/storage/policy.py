"""S3's POST policy, signed with AWS signature version 4: what a form may upload, where, how large, till when.

Browsers and phones send the same form to S3 and to the directory store; this is both ends of it.
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
"""

import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from tintype.storage.errors import UploadRefused

ALGORITHM = "AWS4-HMAC-SHA256"
_ACCESS_KEY = "tintype"
# S3 leaves exactly these out of "every field needs a condition": the policy cannot contain itself.
_NOT_IN_CONDITIONS = {"policy", "x-amz-signature"}


@dataclass(frozen=True)
class Grant:
    """What a valid form was allowed to do."""

    key: str
    content_type: str
    min_bytes: int
    max_bytes: int


def signed_fields(grant: Grant, *, secret: str, now: datetime, expires_at: datetime) -> dict[str, str]:
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    fields = {
        "key": grant.key,
        "Content-Type": grant.content_type,
        "x-amz-algorithm": ALGORITHM,
        "x-amz-credential": f"{_ACCESS_KEY}/{stamp[:8]}/local/s3/aws4_request",
        "x-amz-date": stamp,
    }
    conditions: list[dict[str, str] | list[str | int]] = [{name: value} for name, value in fields.items()]
    conditions.append(["content-length-range", grant.min_bytes, grant.max_bytes])
    document = {"expiration": expires_at.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "conditions": conditions}
    policy = b64encode(json.dumps(document, separators=(",", ":")).encode()).decode()
    return fields | {"policy": policy, "x-amz-signature": signature(policy, fields["x-amz-credential"], secret)}


def check(fields: Mapping[str, str], *, secret: str, now: datetime) -> Grant:
    """The grant that these form fields carry. Raises UploadRefused."""
    given = _lower_names(fields)
    _check_signature(given, secret)
    document = json.loads(b64decode(given["policy"]))
    if datetime.fromisoformat(document["expiration"]) <= now:
        raise _denied("This upload was not started in time. Please choose the photo again.")
    return _check_conditions(given, document["conditions"])


def _lower_names(fields: Mapping[str, str]) -> dict[str, str]:
    """S3 takes `Policy` for `policy`; a check that looks for one spelling only can be walked around."""
    given = {name.lower(): value for name, value in fields.items()}
    if len(given) != len(fields):
        raise UploadRefused(400, "InvalidArgument", "The same form field was sent twice.")
    return given


def _check_signature(given: Mapping[str, str], secret: str) -> None:
    missing = {"key", "policy", "x-amz-signature", "x-amz-credential"} - given.keys()
    if missing:
        raise _denied(f"The upload form lacks its signature ({', '.join(sorted(missing))}).")
    expected = signature(given["policy"], given["x-amz-credential"], secret)
    if not hmac.compare_digest(expected.encode(), given["x-amz-signature"].encode(errors="replace")):
        raise UploadRefused(403, "SignatureDoesNotMatch", "The signature of this upload is not valid.")


def _check_conditions(given: Mapping[str, str], conditions: list[dict[str, str] | list[str | int]]) -> Grant:
    expected: dict[str, str] = {}
    min_bytes = max_bytes = 0
    for condition in conditions:
        match condition:
            case ["content-length-range", int(low), int(high)]:
                min_bytes, max_bytes = low, high
            case dict():
                expected |= {name.lower(): value for name, value in condition.items()}
            case _:
                raise _denied("The upload policy has a condition that is not known here.")
    _compare(given, expected)
    return Grant(expected["key"], expected["content-type"], min_bytes, max_bytes)


def _compare(given: Mapping[str, str], expected: Mapping[str, str]) -> None:
    extra = given.keys() - expected.keys() - _NOT_IN_CONDITIONS
    if extra:
        raise _denied(f"Fields were added to the upload form: {', '.join(sorted(extra))[:200]}.")
    for name, value in expected.items():
        if given.get(name) != value:
            raise _denied(f"The upload form does not have the {name} that was signed.")


def _denied(message: str) -> UploadRefused:
    return UploadRefused(403, "AccessDenied", message)


def signature(policy: str, credential: str, secret: str) -> str:
    """The key is derived for the scope of the credential (day, region, service): if it leaks, for a day."""
    key = f"AWS4{secret}".encode()
    for part in credential.split("/")[1:]:
        key = hmac.digest(key, part.encode(errors="replace"), "sha256")
    return hmac.digest(key, policy.encode(errors="replace"), "sha256").hex()


def upload_secret(secret_key: str) -> str:
    """The store's own secret, so that nothing signed for it is good anywhere else."""
    return hmac.digest(secret_key.encode(), b"tintype.storage.upload", "sha256").hex()


def utc_now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
