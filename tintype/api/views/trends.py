"""What is used and liked most just now; and the pages to look around that Pixelfed's app has."""

from typing import Any, Literal

from typing_extensions import TypedDict

from tintype.api.call import Call
from tintype.api.entities.shapes import Status, Tag
from tintype.api.entities.status import statuses_of
from tintype.api.entities.tag import tags_of
from tintype.api.entities.types import Digits
from tintype.api.paging import Skipping
from tintype.api.params import NoParams, Params
from tintype.api.routes import Who, route
from tintype.photos.hashtags.trends import trending_posts, trending_tags

TO_EXPLORE = 30
DAYS = {"daily": 1, "monthly": 31, "yearly": 365}
MINUTES = "minutes old"


class RangeParams(Params):
    range: Literal["daily", "monthly", "yearly"] = "daily"


class UsedTag(TypedDict):
    id: Digits
    name: str
    hashtag: str
    total: int
    url: str


@route("GET", "/api/v1/trends/tags", scope="read:statuses", who=Who.EVERYBODY, answer=list[Tag], differs=MINUTES)
def tags(call: Call, params: Skipping) -> list[Tag]:
    """List the hashtags that most people used in the last days."""
    return tags_of(call.viewer, trending_tags(params.size, params.skipped))


@route("GET", "/api/v1/trends", scope="read:statuses", who=Who.EVERYBODY, answer=list[Tag], differs=MINUTES)
def formerly_tags(call: Call, params: Skipping) -> list[Tag]:
    """List the hashtags that most people used in the last days, for older apps."""
    return tags(call, params)


@route("GET", "/api/v1/trends/statuses", scope="read:statuses", who=Who.EVERYBODY, answer=list[Status], differs=MINUTES)
def posts(call: Call, params: Skipping) -> list[Status]:
    """List the posts of the last days that most people liked, commented and shared."""
    return statuses_of(call.viewer, trending_posts(call.viewer, params.size, params.skipped))


@route("GET", "/api/v1/trends/links", who=Who.EVERYBODY, answer=list[Any], differs="always empty: posts show no links")
def links(call: Call, params: NoParams) -> list[Any]:
    """List the links that most people shared."""
    return []


@route("GET", "/api/v1.1/discover/posts/trending", scope="read:statuses", who=Who.EVERYBODY, answer=list[Status])
def to_explore(call: Call, params: RangeParams) -> list[Status]:
    """List the posts of the last day, month or year that most people liked, commented and shared."""
    return statuses_of(call.viewer, trending_posts(call.viewer, TO_EXPLORE, days=DAYS[params.range]))


@route(
    "GET",
    "/api/v1.1/discover/posts/network/trending",
    scope="read:statuses",
    who=Who.EVERYBODY,
    answer=list[Status],
    differs="of this site, as there is no other",
)
def of_the_network(call: Call, params: NoParams) -> list[Status]:
    """List the posts of the last days that most people liked, commented and shared."""
    return statuses_of(call.viewer, trending_posts(call.viewer, TO_EXPLORE))


@route("GET", "/api/v1.1/discover/posts/hashtags", scope="read:statuses", who=Who.EVERYBODY, answer=list[UsedTag])
def tags_to_explore(call: Call, params: NoParams) -> list[UsedTag]:
    """List the hashtags that most people used in the last days, with the number of their posts."""
    return [_used(tag) for tag in tags_of(call.viewer, trending_tags(Skipping.default_limit))]


def _used(tag: Tag) -> UsedTag:
    name = tag["name"]
    return {"id": tag["id"], "name": f"#{name}", "hashtag": name, "total": tag["count"], "url": tag["url"]}


@route(
    "GET",
    "/api/v1.1/collections/self",
    scope="read:statuses",
    answer=list[Any],
    differs="always empty: there are no collections",
)
def collections(call: Call, params: NoParams) -> list[Any]:
    """List one's collections of posts."""
    return []
