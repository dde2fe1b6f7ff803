"""What stands in a home feed, and a page of it before the posts are rendered."""

from dataclasses import dataclass
from typing import NamedTuple, Self


class Entry(NamedTuple):
    """A post, or a post that somebody shared.

    >>> Entry.parse(b"9:5").post_id, Entry.parse(b"12:7:9").post_id
    (9, 9)
    >>> Entry(12, 7, 9).text
    '12:7:9'
    """

    # The post's; of a shared one the share's.
    id: int
    # Whose post it is, or who shared it.
    by_id: int
    post_id: int

    @classmethod
    def of_post(cls, post_id: int, owner_id: int) -> Self:
        return cls(post_id, owner_id, post_id)

    @classmethod
    def parse(cls, text: bytes) -> Self:
        """Reads what `text` writes."""
        return cls(*numbers_of(text))

    @property
    def text(self) -> str:
        """As it stands in Redis."""
        return f"{self.id}:{self.by_id}:{self.post_id}" if self.is_share else f"{self.id}:{self.by_id}"

    @property
    def is_share(self) -> bool:
        return self.id != self.post_id


def numbers_of(text: bytes) -> tuple[int, int, int]:
    """Those of an entry, for the hot path, which has twenty of them to read."""
    first, by_id, *post_id = text.split(b":")
    number = int(first)
    return number, int(by_id), int(post_id[0]) if post_id else number


class FeedEntry(NamedTuple):
    """An entry with what the reader did with the post."""

    id: int
    by_id: int
    post_id: int
    is_liked: bool
    is_shared: bool

    @property
    def is_share(self) -> bool:
        return self.id != self.post_id


@dataclass(frozen=True)
class FeedPage:
    """`unread` is the number on the activity tab, None when it has to be counted anew."""

    entries: list[FeedEntry]
    next: str | None
    unread: int | None
