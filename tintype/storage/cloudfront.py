"""Addresses as Amazon CloudFront checks them: a canned policy (this address, until then) under an RSA signature."""

from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from botocore.signers import CloudFrontSigner

# A signature takes a millisecond, and for half an hour all readers of a photo share its address.
KEPT = 20_000


@lru_cache(maxsize=KEPT)
def signed(url: str, expires: int) -> str:
    return str(signer().generate_presigned_url(url, date_less_than=datetime.fromtimestamp(expires, UTC)))


@cache
def signer() -> "CloudFrontSigner":
    from botocore.signers import CloudFrontSigner  # noqa: PLC0415 - slow import
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 - slow import
    from cryptography.hazmat.primitives.asymmetric import padding, rsa  # noqa: PLC0415 - slow import

    media = settings.TINTYPE_MEDIA
    file = media and media.private_key_file
    key = serialization.load_pem_private_key(file.read_bytes(), password=None) if file else None
    if not (media and isinstance(key, rsa.RSAPrivateKey)):
        raise TypeError(f"{file} is no RSA key, and CloudFront takes no other.")
    # SHA-1 is what CloudFront checks.
    return CloudFrontSigner(media.key_pair, lambda message: key.sign(message, padding.PKCS1v15(), hashes.SHA1()))  # noqa: S303
