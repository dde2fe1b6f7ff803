"""What other rooms know of two people."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True)
class Relation:
    """Between the viewer and one other person."""

    is_self: bool = False
    is_following: bool = False
    is_requested: bool = False
    is_blocking: bool = False
    is_blocked_by: bool = False
    # Not to be said of somebody whom the viewer follows, but does not want to see shares of.
    with_shares: bool = True

    @property
    def is_cut(self) -> bool:
        """A block, either way: neither sees the other."""
        return self.is_blocking or self.is_blocked_by


@dataclass(frozen=True)
class Sources:
    """Whose posts belong into a home feed, where `until` a mute ends by itself and there are more; or into a list's."""

    ids: set[int]
    # Those of them whose shares do not.
    without_shares: set[int]
    until: datetime | None


@dataclass(frozen=True)
class Tie:
    """All that a viewer may know of what is between them and one other person; `relation` is the part that decides."""

    relation: Relation
    is_loud: bool = False
    # Since when the viewer follows, or asks to.
    since: datetime | None = None
    is_followed_by: bool = False
    # The other asks to follow the viewer.
    is_asked_by: bool = False
    is_muting: bool = False
    mutes_notifications: bool = False
    muted_until: datetime | None = None
    note: str = ""


Replies = Literal["followed", "list", "none"]


@dataclass(frozen=True)
class ListRecord:
    """One of a person's own lists of people."""

    id: int
    title: str
    replies: Replies
    is_exclusive: bool
