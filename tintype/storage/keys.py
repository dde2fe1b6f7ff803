"""The names objects can have. A name of another form is no key, so no path can be smuggled in as one."""

import hmac
import re
import secrets
from base64 import urlsafe_b64encode

from django.conf import settings

_INCOMING = re.compile(r"incoming/[0-9]{1,19}/[A-Za-z0-9_-]{22}")
_PHOTO = re.compile(r"photos/[0-9]{1,19}/[0-9]{1,19}/[A-Za-z0-9_-]{22}-(?:small|medium|large|original)\.jpg")
_FACE = re.compile(r"(?:avatars|headers)/[0-9]{1,19}/[A-Za-z0-9_-]{22}\.jpg")


def is_incoming(key: str) -> bool:
    return _INCOMING.fullmatch(key) is not None


def is_photo(key: str) -> bool:
    return _PHOTO.fullmatch(key) is not None


def is_face(key: str) -> bool:
    """A picture of somebody's profile: the avatar, or the header above it. Everybody may see these."""
    return _FACE.fullmatch(key) is not None


def is_key(key: str) -> bool:
    return is_incoming(key) or is_photo(key) or is_face(key)


def incoming_key(account_id: int) -> str:
    return f"incoming/{account_id}/{secrets.token_urlsafe(16)}"


def avatar_key(account_id: int) -> str:
    return f"avatars/{account_id}/{secrets.token_urlsafe(16)}.jpg"


def header_key(account_id: int) -> str:
    return f"headers/{account_id}/{secrets.token_urlsafe(16)}.jpg"


def rendition_key(account_id: int, photo_id: int, name: str) -> str:
    """The same photo gives the same key, and nobody without the secret can guess it.

    A worker that dies after storing the renditions and is run again stores them under the same keys. Random
    keys would leave the first set behind with nothing that points to it.
    """
    message = f"tintype.storage.rendition:{account_id}/{photo_id}/{name}"
    digest = hmac.digest(settings.SECRET_KEY.encode(), message.encode(), "sha256")
    return f"photos/{account_id}/{photo_id}/{short_token(digest)}-{name}.jpg"


def short_token(digest: bytes) -> str:
    """128 of the bits, as 22 characters that need no escaping in an address."""
    return urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()
