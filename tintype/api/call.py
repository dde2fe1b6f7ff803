"""What a view of the API is told about whoever calls."""

from dataclasses import dataclass

from django.http import HttpRequest

from tintype.accounts.tokens import Holder


@dataclass(frozen=True)
class Call:
    request: HttpRequest
    # None where nobody showed a token, as one may at what everybody sees.
    holder: Holder | None

    @property
    def viewer(self) -> int | None:
        """Who looks: a person's account id, None for nobody and for an app of its own."""
        return self.holder.account_id if self.holder else None

    @property
    def me(self) -> int:
        """As `viewer`, where the route is for a person."""
        if self.viewer is None:
            raise AssertionError("only routes with Who.PERSON have somebody")
        return self.viewer
