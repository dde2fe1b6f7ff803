"""A row for every endpoint of the API: how one asks for a post there, and who is shown it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.matrix.rule import CUT, Case
from tests.matrix.scene import Place
from tintype.photos.actions import like

OK, UNAUTHORIZED, MISSING = 200, 401, 404
Answer = tuple[int, bool]
Params = Callable[[Place], dict[str, Any]]


def nothing(place: Place) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Row:
    """`expected`: the status, and whether the post is shown."""

    expected: Callable[[Case], Answer]
    params: Params = nothing


def door(case: Case) -> Answer:
    return (OK, True) if case.may_see else (MISSING, False)


def about(case: Case) -> Answer:
    """People and numbers, not the post itself."""
    return (OK if case.may_see else MISSING), False


def signed_door(case: Case) -> Answer:
    return door(case) if case.is_signed_in else (UNAUTHORIZED, False)


def profile(case: Case) -> Answer:
    """Whom the owner blocks finds nobody there."""
    return (MISSING, False) if case.viewer == "blocked" else (OK, case.may_see)


def listed(shown: Callable[[Case], bool]) -> Callable[[Case], Answer]:
    """A list for everybody, with the post in it or not."""
    return lambda case: (OK, shown(case))


def mine(shown: Callable[[Case], bool]) -> Callable[[Case], Answer]:
    """A list of one's own."""
    return lambda case: (OK, shown(case)) if case.is_signed_in else (UNAUTHORIZED, False)


def is_public_to(case: Case) -> bool:
    return case.is_listed and case.viewer not in CUT


def is_at_home(case: Case) -> bool:
    return case.viewer in ("owner", "follower") and case.audience != "direct"


def is_liked(case: Case) -> bool:
    return case.viewer in ("owner", "follower")


def is_told(case: Case) -> bool:
    return case.may_see


def liked_again(place: Place) -> dict[str, Any]:
    """Another row takes the like back."""
    if place.case.viewer == "follower":
        like(place.member.id, place.shown.id)
    return {}


def many(place: Place) -> dict[str, Any]:
    return {"limit": "80"}


def by_id(place: Place) -> dict[str, Any]:
    return {"id[]": [str(place.shown.id)]}


def just_after(place: Place) -> dict[str, Any]:
    """Other tests post too: the page begins with this post."""
    return {"min_id": str(place.shown.id - 1), "limit": "40"}


def by_address(place: Place) -> dict[str, Any]:
    return {"q": place.address, "type": "statuses"}


STATUS = "/api/v1/statuses/<id:status_id>"

SHOWN = {
    f"GET {STATUS}": Row(door),
    f"GET {STATUS}/context": Row(door),
    f"GET {STATUS}/history": Row(door),
    f"GET {STATUS}/source": Row(signed_door),
    f"GET {STATUS}/favourited_by": Row(about),
    f"GET {STATUS}/reblogged_by": Row(about),
    f"GET {STATUS}/quotes": Row(about),
    f"POST {STATUS}/favourite": Row(signed_door),
    f"POST {STATUS}/unfavourite": Row(signed_door),
    f"POST {STATUS}/bookmark": Row(signed_door),
    f"POST {STATUS}/unbookmark": Row(signed_door),
    f"POST {STATUS}/mute": Row(signed_door),
    f"POST {STATUS}/unmute": Row(signed_door),
    "GET /api/v1/statuses": Row(listed(lambda case: case.may_see), by_id),
    "GET /api/v1/accounts/<id:account_id>/statuses": Row(profile),
    "GET /api/v1/timelines/home": Row(mine(is_at_home)),
    "GET /api/v1/timelines/public": Row(listed(is_public_to), just_after),
    "GET /api/v1/timelines/tag/<str:name>": Row(listed(is_public_to)),
    "GET /api/v2/search": Row(listed(lambda case: case.may_see), by_address),
    "GET /api/v1/favourites": Row(mine(is_liked), liked_again),
    "GET /api/v1/notifications": Row(mine(is_told), many),
    "GET /api/v2/notifications": Row(mine(is_told), many),
}
