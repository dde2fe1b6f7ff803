"""Signed addresses of photos, as the edge of a CDN checks them: an expiry and an HMAC over it and the key."""

import hmac
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from tintype.storage.keys import short_token


@dataclass(frozen=True)
class Life:
    """An address made now is good for at least `least_seconds`, at most one window more."""

    least_seconds: int
    window_seconds: int


# Followers-only photos: an address that was passed on dies within 90 minutes.
SHORT = Life(least_seconds=60 * 60, window_seconds=30 * 60)
# Public photos are signed too, as a public account may turn private. A day lets browsers and CDN cache them.
LONG = Life(least_seconds=24 * 60 * 60, window_seconds=24 * 60 * 60)


def expiry_of(key: str, life: Life, now: float) -> int:
    """The end of the current window of this key, so that all readers share one cacheable address.

    Each key has its windows at another offset. With common ones every cached photo of the whole site would
    change its address in the same second, and the CDN would fetch them all anew.
    """
    offset = zlib.crc32(key.encode()) % life.window_seconds
    earliest = int(now) + life.least_seconds - offset
    return -(-earliest // life.window_seconds) * life.window_seconds + offset


def life_of(stamp: str) -> Life:
    """By the stamp's first letter: p for what everyone may see."""
    return LONG if stamp.startswith("p") else SHORT


def signature(key: str, expires: str, stamp: str, secret: str) -> str:
    message = f"tintype.storage.media:{expires}:{stamp}:{key}"
    return short_token(hmac.digest(secret.encode(), message.encode(errors="replace"), "sha256"))


def is_valid(key: str, address: Mapping[str, str], *, secret: str, now: float) -> bool:
    """`address` is the query of the address: e, g and s."""
    expires, stamp, given = (address.get(name, "") for name in "egs")
    expected = signature(key, expires, stamp, secret)
    # Only what was signed here is read as a number.
    return hmac.compare_digest(expected.encode(), given.encode(errors="replace")) and int(expires) > now
