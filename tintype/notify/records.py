"""What the faces know of what a person is told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tintype.accounts.records import Person
from tintype.photos.records import PhotoRecord

# By whom a phone wants to be told.
Policy = Literal["all", "followed", "follower", "none"]


@dataclass(frozen=True)
class Which:
    """Which of what somebody is told; None stands for all."""

    kinds: Collection[str] | None = None
    actor_id: int | None = None


@dataclass(frozen=True)
class ToldRecord:
    """`kind` is one of models.Kind. `post_id` and `comment_id` are 0 where it is of none."""

    id: int
    kind: str
    actor: Person
    post_id: int
    comment_id: int
    text: str
    created_at: datetime


@dataclass(frozen=True)
class ActivityRecord:
    """One line of the activity page; `kind` as above."""

    id: int
    kind: str
    actor: Person
    post_id: int | None
    # 0 where it is of no comment.
    comment_id: int
    thumb: PhotoRecord | None
    text: str
    created_at: datetime
    is_read: bool

    @property
    def what(self) -> str:
        """In a word, of what it is."""
        if self.kind == "like" and self.comment_id:
            return "comment"
        return "photo" if self.thumb else "post"


@dataclass(frozen=True)
class MarkerRecord:
    """How far somebody has read a timeline."""

    timeline: str
    last_read_id: int
    version: int
    updated_at: datetime


@dataclass(frozen=True)
class PushRecord:
    """Where a phone wants to be told, of what, and by whom."""

    id: int
    endpoint: str
    is_standard: bool
    alerts: dict[str, bool]
    policy: Policy
