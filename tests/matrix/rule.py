"""Who may see what, in words of their own: nothing here is taken from the program."""

from dataclasses import dataclass
from typing import Literal

Viewer = Literal["anonymous", "stranger", "requested", "follower", "ex_follower", "blocked", "blocking", "owner"]
Audience = Literal["public", "unlisted", "followers", "direct"]

VIEWERS: tuple[Viewer, ...] = (
    "anonymous",
    "stranger",
    "requested",
    "follower",
    "ex_follower",
    "blocked",  # by the owner
    "blocking",  # the owner
    "owner",
)
AUDIENCES: tuple[Audience, ...] = ("public", "unlisted", "followers", "direct")

CUT = ("blocked", "blocking")


@dataclass(frozen=True)
class Case:
    """One post of one account, and who looks at it."""

    viewer: Viewer
    audience: Audience
    account_is_private: bool

    @property
    def may_see(self) -> bool:
        if self.viewer in CUT:
            return False
        if self.audience == "direct":
            return self.is_signed_in  # every post of the scene mentions everybody who has an account
        return self.viewer in ("owner", "follower") or self.is_for_all

    @property
    def is_for_all(self) -> bool:
        """Whether somebody without an account may see it."""
        return self.audience in ("public", "unlisted") and not self.account_is_private

    @property
    def is_listed(self) -> bool:
        """Whether it stands under its hashtags."""
        return self.audience == "public" and not self.account_is_private

    @property
    def may_see_lists(self) -> bool:
        """The owner's followers and whom the owner follows."""
        if self.viewer in CUT:
            return False
        return self.viewer in ("owner", "follower") or not self.account_is_private

    @property
    def is_signed_in(self) -> bool:
        return self.viewer != "anonymous"

    def __str__(self) -> str:
        account = "private" if self.account_is_private else "open"
        return f"{self.viewer}-{self.audience}-{account}"


CASES = [
    Case(viewer, audience, is_private) for viewer in VIEWERS for audience in AUDIENCES for is_private in (False, True)
]
