"""Addresses for CloudFront, checked as CloudFront checks them: the policy is made from the address, then verified."""

import json
import time
from base64 import b64decode
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from pytest_django.fixtures import Settings

from tintype.config.topology import Media
from tintype.storage import cloudfront
from tintype.storage.keys import avatar_key, rendition_key
from tintype.storage.queries import media_url

KEY = rendition_key(7, 9, 0, "320.jpg")


@pytest.fixture
def public_key(settings: Settings, tmp_path: Path) -> rsa.RSAPublicKey:
    key = rsa.generate_private_key(65537, 2048)
    pem, pkcs8, plain = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = tmp_path / "key.pem"
    file.write_bytes(key.private_bytes(pem, pkcs8, plain))
    settings.TINTYPE_MEDIA = Media("cloudfront", url="https://d1.test/", key_pair="K2", private_key_file=file)
    settings.TINTYPE_MEDIA_URLS = settings.TINTYPE_MEDIA.urls
    for kept in (cloudfront.signed, cloudfront.signer):
        kept.cache_clear()
    return key.public_key()


def check(url: str, public_key: rsa.RSAPublicKey) -> int:
    """Until when it is good. Raises InvalidSignature."""
    resource, _, query = url.partition("?")
    given = dict(parse_qsl(query, strict_parsing=True))
    assert given.keys() == {"Expires", "Signature", "Key-Pair-Id"}
    assert given["Key-Pair-Id"] == "K2"
    expires = int(given["Expires"])
    condition = {"DateLessThan": {"AWS:EpochTime": expires}}
    policy = json.dumps({"Statement": [{"Resource": resource, "Condition": condition}]}, separators=(",", ":"))
    signature = b64decode(given["Signature"].translate(str.maketrans("-_~", "+=/")), validate=True)
    public_key.verify(signature, policy.encode(), padding.PKCS1v15(), hashes.SHA1())  # noqa: S303  as CloudFront does
    return expires


@pytest.mark.parametrize("stamp", ["p0", "f3"])
def test_an_address_is_signed_for_an_hour(public_key: rsa.RSAPublicKey, stamp: str) -> None:
    url = media_url(KEY, stamp)
    assert url.startswith(f"https://d1.test/{KEY}?")
    assert 60 * 60 <= check(url, public_key) - time.time() <= 90 * 60


def test_the_signature_is_good_for_nothing_else(public_key: rsa.RSAPublicKey) -> None:
    url = media_url(KEY, "p0")
    expires = dict(parse_qsl(url.partition("?")[2]))["Expires"]
    for other in (url.replace("-320", "-640"), url.replace(expires, str(int(expires) + 1))):
        with pytest.raises(InvalidSignature):
            check(other, public_key)


@pytest.mark.usefixtures("public_key")
def test_all_readers_of_the_moment_have_one_address_and_faces_need_no_signature() -> None:
    assert media_url(KEY, "p0") == media_url(KEY, "p0")
    avatar = avatar_key(7)
    assert media_url(avatar) == f"https://d1.test/{avatar}"
