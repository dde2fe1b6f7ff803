"""One field to find people, posts and hashtags with."""

from typing import Literal

from django.conf import settings
from pydantic import Field

from tintype.api.call import Call
from tintype.api.entities.account import accounts_of
from tintype.api.entities.shapes import Search, Status
from tintype.api.entities.status import statuses_by_id
from tintype.api.entities.tag import tags_of
from tintype.api.finding import people_found
from tintype.api.paging import Skipping
from tintype.api.params import Flag
from tintype.api.routes import Who, route
from tintype.lib.paging import parse_id
from tintype.photos.hashtags.names import hashtags_with

Kind = Literal["accounts", "statuses", "hashtags", ""]


class SearchParams(Skipping):
    q: str = ""
    type: Kind = ""
    resolve: Flag = Field(default=False, description="No effect: nothing is fetched from other sites.")
    following: Flag = Field(default=False, description="Only people whom one follows.")

    def wants(self, kind: Kind) -> bool:
        return self.type in ("", kind) and bool(self.q.strip())


@route(
    "GET",
    "/api/v2/search",
    scope="read:search",
    who=Who.EVERYBODY,
    answer=Search,
    differs="people by the beginning of their user name, hashtags by their beginning, posts by their address",
)
def search(call: Call, params: SearchParams) -> Search:
    """Find people and hashtags by how they begin, and posts by their address."""
    text = params.q.strip()
    return {
        "accounts": accounts_of(
            people_found(call.viewer, text, params.size, params.skipped, only_followed=params.following)
            if params.wants("accounts")
            else []
        ),
        "statuses": _statuses(call.viewer, text) if params.wants("statuses") and not params.skipped else [],
        "hashtags": tags_of(call.viewer, _hashtags(text, params) if params.wants("hashtags") else []),
    }


def _statuses(viewer: int | None, text: str) -> list[Status]:
    """The post whose address, or whose number, this is."""
    number = parse_id(text.removeprefix(f"{settings.TINTYPE_URL}/p/").removesuffix("/"))
    return list(statuses_by_id(viewer, [number]).values()) if number else []


def _hashtags(text: str, params: SearchParams) -> list[str]:
    return hashtags_with(text.removeprefix("#"), params.size, params.skipped)
