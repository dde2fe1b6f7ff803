"""What people may say of themselves, checked and cleaned once for every face."""

from collections.abc import Iterable
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from tintype.accounts.errors import ProfileRefused
from tintype.accounts.limits import BIO_LENGTH, FIELD_LENGTH, MOST_FIELDS, NAME_LENGTH, WEBSITE_LENGTH
from tintype.lib.text import clean

_is_address = URLValidator(schemes=["http", "https"])


class Profile(TypedDict, total=False):
    """What may be changed; what is left out stays as it is."""

    name: str
    bio: str
    is_private: bool
    fields: list[tuple[str, str]]
    website: str
    is_bot: bool
    is_discoverable: bool
    hides_follows: bool
    # How an app fills in a new post: visibility, is_sensitive, language.
    posting: dict[str, Any]
    # What apps want to find again and Tintype has no use for.
    wishes: dict[str, Any]


def checked(changes: Profile) -> Profile:
    """Raises ProfileRefused."""
    result = changes.copy()
    if "name" in changes:
        result["name"] = _one_line("name", changes["name"], NAME_LENGTH)
    if "bio" in changes:
        result["bio"] = _fitting("bio", clean(changes["bio"]), BIO_LENGTH)
    if "website" in changes:
        result["website"] = _address(changes["website"])
    if "fields" in changes:
        result["fields"] = _fields(changes["fields"])
    return result


def _one_line(field: str, text: str, most: int) -> str:
    return _fitting(field, " ".join(clean(text).split()), most)


def _fitting(field: str, text: str, most: int) -> str:
    """Cleaning composes, and may lengthen: some Hebrew letters become three signs."""
    if len(text) > most:
        raise ProfileRefused(field, f"This has {len(text)} characters; {most} fit.")
    return text


def _address(text: str) -> str:
    text = _one_line("website", text, WEBSITE_LENGTH)
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    try:
        _is_address(address)
    except ValidationError:
        raise ProfileRefused("website", "This is no address. One looks like https://example.org") from None
    return _fitting("website", address, WEBSITE_LENGTH)


def _fields(given: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without those in which nothing is said."""
    cleaned = [tuple(_one_line("fields", text, FIELD_LENGTH) for text in pair) for pair in given]
    kept = [(name, value) for name, value in cleaned if name or value]
    if len(kept) > MOST_FIELDS:
        raise ProfileRefused("fields", f"{MOST_FIELDS} of these fit; there are {len(kept)}.")
    if not all(name for name, _ in kept):
        raise ProfileRefused("fields", "Say in front of each what it is about.")
    return kept
