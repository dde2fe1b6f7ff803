"""The pictures of a profile: the avatar, and the wide header above it."""

from collections.abc import Callable

from tintype.accounts.actions import set_avatar_key, set_header_key
from tintype.accounts.queries import face_keys
from tintype.lib.errors import Refused
from tintype.photos.imaging.errors import ImagingFailed
from tintype.photos.imaging.render import render_avatar, render_header
from tintype.storage.actions import copy_object, put_object
from tintype.storage.keys import avatar_key, header_key
from tintype.storage.queries import is_stored


def set_avatar(viewer: int, data: bytes) -> None:
    """Raises PhotoRefused for the picture's fault, Refused for this machine's."""
    _set(viewer, avatar_key(viewer), _rendered(render_avatar, data), set_avatar_key)


def set_header(viewer: int, data: bytes) -> None:
    """As `set_avatar`."""
    _set(viewer, header_key(viewer), _rendered(render_header, data), set_header_key)


def drop_avatar(viewer: int) -> None:
    set_avatar_key(viewer, "")


def drop_header(viewer: int) -> None:
    set_header_key(viewer, "")


def _rendered(render: Callable[[bytes], bytes], data: bytes) -> bytes:
    try:
        return render(data)
    except ImagingFailed:
        raise Refused("The picture could not be worked on just now. Please try again in a minute.") from None


def _set(viewer: int, key: str, picture: bytes, write: Callable[[int, str], None]) -> None:
    put_object(key, picture, "image/jpeg")
    write(viewer, key)


def renew_addresses(account_id: int) -> None:
    """The pictures stay as they are under new names: the addresses of old ones, which everybody may know, are dead."""
    avatar, header = face_keys(account_id)
    _renew(account_id, avatar, avatar_key(account_id), set_avatar_key)
    _renew(account_id, header, header_key(account_id), set_header_key)


def _renew(account_id: int, former: str, key: str, write: Callable[[int, str], None]) -> None:
    if former and is_stored(former):
        copy_object(former, key)
        write(account_id, key)
