"""What other rooms know of a person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Person:
    id: int
    username: str
    name: str
    bio: str
    is_private: bool
    avatar_key: str
    header_key: str
    # What they say of themselves in a table: (name, value).
    fields: tuple[tuple[str, str], ...]
    website: str
    is_bot: bool
    is_discoverable: bool
    hides_follows: bool
    created_at: datetime
    public_stamp: int
    private_stamp: int

    def stamp(self, *, is_public: bool) -> str:
        """What addresses of their photos carry, given out for a post that everyone may see, or for another.

        An edge refuses those whose stamp was recalled.
        """
        return f"p{self.public_stamp}" if is_public else f"f{self.private_stamp}"

    @property
    def display_name(self) -> str:
        return self.name or self.username


@dataclass(frozen=True)
class Own:
    """What only the person themselves and their apps are to know."""

    # How an app begins a new post: visibility, is_sensitive, language.
    posting: dict[str, Any]
    # What apps want to find again.
    wishes: dict[str, Any]

    @property
    def dismissed(self) -> list[int]:
        """Who is not to be suggested to them any more."""
        return list(self.wishes.get("dismissed", ()))
