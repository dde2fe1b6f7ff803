"""The key by which push services know this site."""

from base64 import urlsafe_b64decode

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from django.conf import settings

from tintype.notify import vapid


def test_the_key_is_a_point_of_the_curve_as_browsers_take_it() -> None:
    key = vapid.public_key()
    assert not set(key) & set("+/=")
    point = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), urlsafe_b64decode(key + "="))
    assert point == vapid.private_key().public_key()


def test_another_secret_key_is_another_key_and_the_same_one_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def made(secret: str) -> bytes:
        monkeypatch.setattr(settings, "SECRET_KEY", secret)
        return vapid.private_key.__wrapped__().private_numbers().private_value.to_bytes(32)

    assert made("one") == made("one") != made("two")
