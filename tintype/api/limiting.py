"""How often an app may ask, and the headers that tell it so."""

from datetime import UTC, datetime
from http import HTTPStatus

from django.http import HttpRequest

from tintype.accounts.tokens import Holder
from tintype.api.answers import timestamp
from tintype.api.call import Call
from tintype.api.errors import ApiError
from tintype.lib.ratelimit import Standing, allow, use


def count_act(call: Call, act: str) -> None:
    """What others are told of counts together with what the same person does on the pages. Raises ApiError."""
    if not allow(act, call.me):
        raise too_many()


def too_many() -> ApiError:
    return ApiError(HTTPStatus.TOO_MANY_REQUESTS, "Too many requests")


class Meter:
    """Of one request: counted once it is known who asks, and for what."""

    def __init__(self, request: HttpRequest) -> None:
        self._address = request.META.get("REMOTE_ADDR", "")
        self._standing: Standing | None = None

    def count(self, rate: str, holder: Holder | None) -> None:
        """Raises ApiError when it was too often. Whoever shows no person's token is known by their address."""
        who = f"account {holder.account_id}" if holder and holder.account_id else f"address {self._address}"
        self._standing = use(rate, who)
        if self._standing and not self._standing.is_allowed:
            raise too_many()

    def headers(self) -> dict[str, str]:
        """All three or none: Mastodon.py reads the others where it finds one."""
        if self._standing is None:
            return {}
        return {
            "X-RateLimit-Limit": str(self._standing.limit),
            "X-RateLimit-Remaining": str(self._standing.remaining),
            "X-RateLimit-Reset": timestamp(datetime.fromtimestamp(self._standing.reset_at, UTC)),
        }
