"""By which browsers and phones know this site when it tells them something: a key pair made from the secret key."""

import hmac
from base64 import urlsafe_b64encode
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, derive_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

# The order of the curve P-256: a private key is a number from 1 up to it.
ORDER = 0xFFFFFFFF_00000000_FFFFFFFF_FFFFFFFF_BCE6FAAD_A7179E84_F3B9CAC2_FC632551


@cache
def private_key() -> EllipticCurvePrivateKey:
    """The same for as long as the secret key is: apps subscribe with its public half."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), b"tintype.notify.vapid", "sha512")
    return derive_private_key(int.from_bytes(digest) % (ORDER - 1) + 1, SECP256R1())


@cache
def public_key() -> str:
    """As apps take it: the uncompressed point in URL-safe base64 without padding."""
    point = private_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).rstrip(b"=").decode()
