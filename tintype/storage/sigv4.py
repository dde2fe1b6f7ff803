"""AWS signature version 4, as far as forms and addresses need it."""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True)
class Signer:
    """Where people reach a store themselves, and what it knows by that they were sent."""

    url: str  # of the bucket, without a slash at the end
    bucket: str
    access_key: str
    secret_key: str
    region: str

    def credential(self, now: datetime) -> str:
        return f"{self.access_key}/{now:%Y%m%d}/{self.region}/s3/aws4_request"


def signature(text: str, credential: str, secret_key: str) -> str:
    """The key is derived for the scope of the credential (day, region, service): if it leaks, for a day."""
    key = f"AWS4{secret_key}".encode()
    for part in credential.split("/")[1:]:
        key = hmac.digest(key, part.encode(errors="replace"), "sha256")
    return hmac.digest(key, text.encode(errors="replace"), "sha256").hex()


def utc_now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def written(time: datetime) -> str:
    return time.strftime("%Y%m%dT%H%M%SZ")
