"""What other rooms know of two people."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Relation:
    """Between the viewer and one other person."""

    is_self: bool = False
    is_following: bool = False
    is_requested: bool = False
    is_blocking: bool = False
    is_blocked_by: bool = False

    @property
    def is_cut(self) -> bool:
        """A block, either way: neither sees the other."""
        return self.is_blocking or self.is_blocked_by


@dataclass(frozen=True)
class Counts:
    posts: int
    followers: int
    following: int
