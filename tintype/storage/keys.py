"""The names objects can have. A name of another form is no key, so no path can be smuggled in as one."""

import hmac
import re
import secrets
from base64 import urlsafe_b64encode

from django.conf import settings

_OWNED = r"[0-9]{1,19}"
_RANDOM = r"[A-Za-z0-9_-]{22}"
# `.<n>`: the n-th part of an upload that comes in several.
_INCOMING = re.compile(rf"incoming/{_OWNED}/{_RANDOM}(?:\.[0-9]{{1,2}})?")
# Photos from before there were several formats keep the names that they have.
_PHOTO = re.compile(
    rf"photos/{_OWNED}/{_OWNED}/{_RANDOM}-(?:(?:150|320|640|1080|2048)\.(?:jpg|webp|avif)"
    r"|(?:small|medium|large|original)\.jpg)"
)
_ORIGINAL = re.compile(rf"originals/{_OWNED}/{_OWNED}/{_RANDOM}\.jpg")
_FACE = re.compile(rf"(?:avatars|headers)/{_OWNED}/{_RANDOM}\.jpg")
_TYPES = {"jpg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}


def is_incoming(key: str) -> bool:
    return _INCOMING.fullmatch(key) is not None


def is_photo(key: str) -> bool:
    """A rendition: shown to whoever has a good address."""
    return _PHOTO.fullmatch(key) is not None


def is_original(key: str) -> bool:
    """The whole photo as it came, upright and without metadata. Only its owner may see it."""
    return _ORIGINAL.fullmatch(key) is not None


def is_face(key: str) -> bool:
    """A picture of somebody's profile: the avatar, or the header above it. Everybody may see these."""
    return _FACE.fullmatch(key) is not None


def is_key(key: str) -> bool:
    return is_incoming(key) or is_photo(key) or is_original(key) or is_face(key)


def owner_of(key: str) -> int:
    return int(key.split("/", 2)[1])


def content_type_of(key: str) -> str:
    """By its ending; an upload is nothing in particular before somebody has looked at it."""
    return _TYPES.get(key.rpartition(".")[2], "application/octet-stream")


def incoming_key(account_id: int) -> str:
    return f"incoming/{account_id}/{secrets.token_urlsafe(16)}"


def part_key(key: str, part: int, part_count: int) -> str:
    """Where the parts of an upload lie: numbered, unless it is one."""
    return f"{key}.{part}" if part_count > 1 else key


def avatar_key(account_id: int) -> str:
    return f"avatars/{account_id}/{secrets.token_urlsafe(16)}.jpg"


def header_key(account_id: int) -> str:
    return f"headers/{account_id}/{secrets.token_urlsafe(16)}.jpg"


def rendition_key(account_id: int, photo_id: int, revision: int, name: str) -> str:
    """The same rendition (`1080.webp`) of the same revision gives the same key; nobody without the secret guesses it.

    A worker that dies after storing the renditions and is run again stores them under the same keys. Random
    keys would leave the first set behind with nothing that points to it.
    """
    return f"photos/{account_id}/{photo_id}/{_token(f'{account_id}/{photo_id}/{revision}/{name}')}-{name}"


def original_key(account_id: int, photo_id: int) -> str:
    """As `rendition_key`; it stays the same when the photo is developed anew."""
    return f"originals/{account_id}/{photo_id}/{_token(f'{account_id}/{photo_id}/original')}.jpg"


def _token(of: str) -> str:
    message = f"tintype.storage.rendition:{of}"
    return short_token(hmac.digest(settings.SECRET_KEY.encode(), message.encode(), "sha256"))


def short_token(digest: bytes) -> str:
    """128 of the bits, as 22 characters that need no escaping in an address."""
    return urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()
