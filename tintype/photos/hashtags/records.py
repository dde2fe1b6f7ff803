"""What other rooms and the faces know of hashtags."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Day:
    """How often a hashtag was used on one day, and by how many people; `starts` in seconds since 1970."""

    starts: int
    uses: int
    people: int


@dataclass(frozen=True)
class Usage:
    """`posts` up to some thousands; `days` from today back, a week of them."""

    posts: int
    days: tuple[Day, ...]


@dataclass(frozen=True)
class Featured:
    """A hashtag that somebody shows on their profile; `posts` are their own public ones with it."""

    id: int
    name: str
    posts: int
    last_posted_at: datetime | None
