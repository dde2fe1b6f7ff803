"""Hashtags: seen, followed, shown on one's profile."""

from typing import ClassVar

from typing_extensions import TypedDict

from tintype.accounts.queries import people
from tintype.api.answers import Answer
from tintype.api.call import Call
from tintype.api.entities.shapes import Empty, FeaturedTag, Tag
from tintype.api.entities.tag import featured_tag_of, tag_of, tags_of
from tintype.api.paging import Paging, listed
from tintype.api.params import NoParams, Params
from tintype.api.people import person_for
from tintype.api.routes import Who, route
from tintype.lib.errors import NotFound, Refused
from tintype.photos.hashtags import interests
from tintype.photos.hashtags.interests import hashtag
from tintype.photos.hashtags.related import related_tags

SUGGESTED = 10


class Related(TypedDict):
    name: str
    related_count: int


class FollowedParams(Paging):
    default_limit: ClassVar[int] = 100
    most: ClassVar[int] = 200


class NameParams(Params):
    name: str = ""


def _known(name: str) -> str:
    """Raises NotFound for what cannot be a hashtag."""
    try:
        return hashtag(name)
    except Refused:
        raise NotFound from None


@route("GET", "/api/v1/tags/<str:name>", scope="read:follows", who=Who.EVERYBODY, answer=Tag)
def show(call: Call, params: NoParams, name: str) -> Tag:
    """See a hashtag."""
    return tag_of(call.viewer, _known(name))


@route(
    "POST",
    "/api/v1/tags/<str:name>/follow",
    scope="write:follows",
    answer=Tag,
    differs="its posts do not come into the home timeline",
)
def follow(call: Call, params: NoParams, name: str) -> Tag:
    """Follow a hashtag."""
    interests.follow_tag(call.me, _known(name))
    return tag_of(call.me, hashtag(name))


@route("POST", "/api/v1/tags/<str:name>/unfollow", scope="write:follows", answer=Tag)
def unfollow(call: Call, params: NoParams, name: str) -> Tag:
    """Follow a hashtag no more."""
    interests.unfollow_tag(call.me, _known(name))
    return tag_of(call.me, hashtag(name))


@route("GET", "/api/v1/tags/<str:name>/related", scope="read:follows", who=Who.EVERYBODY, answer=list[Related])
def related(call: Call, params: NoParams, name: str) -> list[Related]:
    """List the hashtags that stand beside one in its newest posts."""
    found = related_tags(call.viewer, _known(name), SUGGESTED)
    return [{"name": tag, "related_count": count} for tag, count in found]


@route("GET", "/api/v1/followed_tags", scope="read:follows", answer=list[Tag])
def followed(call: Call, params: FollowedParams) -> Answer:
    """List the hashtags that one follows, last followed first."""
    page = interests.followed_tags(call.me, params.span, params.size)
    return listed(call, page, tags_of(call.me, page.items))


@route("POST", "/api/v1/tags/<str:name>/feature", scope="write:accounts", answer=Tag)
def feature_by_name(call: Call, params: NoParams, name: str) -> Tag:
    """Show a hashtag on one's profile."""
    interests.feature_tag(call.me, _known(name))
    return tag_of(call.me, hashtag(name))


@route("POST", "/api/v1/tags/<str:name>/unfeature", scope="write:accounts", answer=Tag)
def unfeature_by_name(call: Call, params: NoParams, name: str) -> Tag:
    """Show a hashtag on one's profile no more."""
    interests.unfeature_tag(call.me, _known(name))
    return tag_of(call.me, hashtag(name))


@route("GET", "/api/v1/featured_tags", scope="read:accounts", answer=list[FeaturedTag])
def featured(call: Call, params: NoParams) -> list[FeaturedTag]:
    """List the hashtags that one shows on one's profile."""
    return _featured(call.me, call.me)


@route(
    "GET",
    "/api/v1/accounts/<id:account_id>/featured_tags",
    scope="read:accounts",
    who=Who.EVERYBODY,
    answer=list[FeaturedTag],
)
def featured_by(call: Call, params: NoParams, account_id: int) -> list[FeaturedTag]:
    """List the hashtags that somebody shows on their profile."""
    return _featured(call.viewer, person_for(call.viewer, account_id).id)


@route("POST", "/api/v1/featured_tags", scope="write:accounts", answer=FeaturedTag)
def feature(call: Call, params: NameParams) -> FeaturedTag:
    """Show a hashtag on one's profile."""
    name = hashtag(params.name)
    interests.feature_tag(call.me, name)
    return next(tag for tag in _featured(call.me, call.me) if tag["name"] == name)


@route("DELETE", "/api/v1/featured_tags/<id:featured_id>", scope="write:accounts", answer=Empty)
def unfeature(call: Call, params: NoParams, featured_id: int) -> Empty:
    """Show a hashtag on one's profile no more."""
    interests.unfeature(call.me, featured_id)
    return {}


@route("GET", "/api/v1/featured_tags/suggestions", scope="read:accounts", answer=list[Tag])
def often_used(call: Call, params: NoParams) -> list[Tag]:
    """List the hashtags that one uses most and does not show on one's profile yet."""
    return tags_of(call.me, interests.often_used(call.me, SUGGESTED))


def _featured(viewer: int | None, owner_id: int) -> list[FeaturedTag]:
    owner = people([owner_id]).get(owner_id)
    return [featured_tag_of(tag) for tag in interests.featured_tags(viewer, owner)] if owner else []
