"""Probes of what an S3 bucket was told: that uploads die, and that what is deleted is not kept as an old version."""

from collections.abc import Iterator
from typing import Any

from tintype.cluster.findings import Finding, warning
from tintype.storage import present
from tintype.storage.store import s3_store

PREPARE = "`tintype storage prepare` sets it."


def bucket_probes() -> Iterator[Finding]:
    bucket = s3_store(present.objects())
    rules = _asked(bucket.client.get_bucket_lifecycle_configuration, bucket.bucket).get("Rules", ())
    if any(rule.get("Status") == "Enabled" and "Expiration" in rule for rule in rules):
        yield Finding("lifecycle", "uploads that nobody came for die, also when Tintype does not run")
    else:
        yield warning("lifecycle", "the bucket keeps uploads for ever when Tintype does not run", PREPARE)
    if _asked(bucket.client.get_bucket_versioning, bucket.bucket).get("Status") == "Enabled":
        remedy = "Switch versioning off, or let old versions expire within a few days by a rule of the bucket."
        yield warning("versions", "the bucket keeps what people delete, as old versions", remedy)
    else:
        yield Finding("versions", "what is deleted is not kept")


def _asked(call: Any, bucket: str) -> dict[str, Any]:
    """Nothing, where the store does not know such a thing or the keys may not ask."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  slow import

    try:
        answer: dict[str, Any] = call(Bucket=bucket)
    except (BotoCoreError, ClientError):
        return {}
    return answer
