"""S3's POST policy, signed with AWS signature version 4: what a form may upload, where, how large, till when.

Browsers and phones send the same form to S3 and to the directory store; this is both ends of it.
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
"""

import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tintype.storage.errors import StoreRefused, denied
from tintype.storage.sigv4 import ALGORITHM, Signer, signature, written

# S3 leaves exactly these out of "every field needs a condition": the policy cannot contain itself.
_NOT_IN_CONDITIONS = {"policy", "x-amz-signature"}


@dataclass(frozen=True)
class Grant:
    """What a valid form was allowed to do."""

    key: str
    content_type: str
    min_bytes: int
    max_bytes: int


def signed_fields(grant: Grant, *, signer: Signer, now: datetime, expires_at: datetime) -> dict[str, str]:
    fields = {
        "key": grant.key,
        "Content-Type": grant.content_type,
        "x-amz-algorithm": ALGORITHM,
        "x-amz-credential": signer.credential(now),
        "x-amz-date": written(now),
    }
    conditions: list[dict[str, str] | list[str | int]] = [{name: value} for name, value in fields.items()]
    # The same keys may open other buckets.
    conditions += [{"bucket": signer.bucket}, ["content-length-range", grant.min_bytes, grant.max_bytes]]
    document = {"expiration": expires_at.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "conditions": conditions}
    policy = b64encode(json.dumps(document, separators=(",", ":")).encode()).decode()
    made = signature(policy, fields["x-amz-credential"], signer.secret_key)
    return fields | {"policy": policy, "x-amz-signature": made}


def check(fields: Mapping[str, str], *, signer: Signer, now: datetime) -> Grant:
    """The grant that these form fields carry. Raises StoreRefused."""
    given = _lower_names(fields)
    _check_signature(given, signer.secret_key)
    document = json.loads(b64decode(given["policy"]))
    if datetime.fromisoformat(document["expiration"]) <= now:
        raise denied("This upload was not started in time. Please choose the photo again.")
    return _check_conditions(given, document["conditions"], signer.bucket)


def _lower_names(fields: Mapping[str, str]) -> dict[str, str]:
    """S3 takes `Policy` for `policy`; a check that looks for one spelling only can be walked around."""
    given = {name.lower(): value for name, value in fields.items()}
    if len(given) != len(fields):
        raise StoreRefused(400, "InvalidArgument", "The same form field was sent twice.")
    return given


def _check_signature(given: Mapping[str, str], secret_key: str) -> None:
    missing = {"key", "policy", "x-amz-signature", "x-amz-credential"} - given.keys()
    if missing:
        raise denied(f"The upload form lacks its signature ({', '.join(sorted(missing))}).")
    expected = signature(given["policy"], given["x-amz-credential"], secret_key)
    if not hmac.compare_digest(expected.encode(), given["x-amz-signature"].encode(errors="replace")):
        raise StoreRefused(403, "SignatureDoesNotMatch", "The signature of this upload is not valid.")


def _check_conditions(
    given: Mapping[str, str], conditions: list[dict[str, str] | list[str | int]], bucket: str
) -> Grant:
    expected: dict[str, str] = {}
    min_bytes = max_bytes = 0
    for condition in conditions:
        match condition:
            case ["content-length-range", int(low), int(high)]:
                min_bytes, max_bytes = low, high
            case dict():
                expected |= {name.lower(): value for name, value in condition.items()}
            case _:
                raise denied("The upload policy has a condition that is not known here.")
    if expected.pop("bucket") != bucket:
        raise denied("This upload was signed for another store.")
    _compare(given, expected)
    return Grant(expected["key"], expected["content-type"], min_bytes, max_bytes)


def _compare(given: Mapping[str, str], expected: Mapping[str, str]) -> None:
    extra = given.keys() - expected.keys() - _NOT_IN_CONDITIONS
    if extra:
        raise denied(f"Fields were added to the upload form: {', '.join(sorted(extra))[:200]}.")
    for name, value in expected.items():
        if given.get(name) != value:
            raise denied(f"The upload form does not have the {name} that was signed.")
