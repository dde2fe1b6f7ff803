"""A page of somebody's home feed, before the posts are rendered."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FeedEntry:
    post_id: int
    owner_id: int
    is_liked: bool


@dataclass(frozen=True)
class FeedPage:
    """`unread` is the number on the activity tab, None when it has to be counted anew."""

    entries: list[FeedEntry]
    next: str | None
    unread: int | None
