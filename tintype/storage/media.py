"""Signed addresses of photos, as edges check them: until when, since which recall, and a digest of that and the key."""

import hashlib
import hmac
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass


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
    """As `secure_link_md5 "$arg_e:$key:$arg_g <secret>"` of nginx makes it, which knows no other digest.

    The secret stands at the end, so nothing can be appended; and two keys with one digest help nobody, since keys are
    made here and not by whoever asks (decision 0028).
    """
    return urlsafe_b64encode(digest(f"{expires}:{key}:{stamp} {secret}")).rstrip(b"=").decode()


def digest(text: str) -> bytes:
    return hashlib.md5(text.encode(errors="replace"), usedforsecurity=False).digest()


def is_valid(key: str, address: Mapping[str, str], *, secret: str, now: float) -> bool:
    """`address` is the query of the address: e, g and s."""
    expires, stamp, given = (address.get(name, "") for name in "egs")
    expected = signature(key, expires, stamp, secret)
    # Only what was signed here is read as a number.
    return hmac.compare_digest(expected.encode(), given.encode(errors="replace")) and int(expires) > now
