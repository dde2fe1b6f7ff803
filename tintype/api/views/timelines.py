"""Timelines: of those whom one follows, of everybody, and of hashtags."""

from pydantic import Field

from tintype.api.answers import Answer
from tintype.api.call import Call
from tintype.api.entities.shapes import Status
from tintype.api.entities.status import feed_statuses, statuses_by_id, statuses_of
from tintype.api.paging import Paging, listed
from tintype.api.params import Flag, Words
from tintype.api.routes import Who, route
from tintype.feed import queries as feed
from tintype.lib.paging import Page
from tintype.lib.text import tags_in
from tintype.photos.records import PostRecord
from tintype.photos.timelines import MOST_TAGS, Tags, public_posts, tagged

NO_COMMENTS = "no comments in it"


class PublicParams(Paging):
    local: Flag = False
    remote: Flag = Field(default=False, description="Of other sites: there are none.")
    only_media: Flag = False


class TagParams(PublicParams):
    any: Words = Field([], description="Or with one of these.")
    all: Words = Field([], description="Only with all of these too.")
    none: Words = Field([], description="Only with none of these.")


@route("GET", "/api/v1/timelines/home", scope="read:statuses", answer=list[Status], differs=NO_COMMENTS)
def home(call: Call, params: Paging) -> Answer:
    """Read the newest posts of those whom one follows, and one's own; and what they shared."""
    page = feed.home(call.me, params.span, params.size)
    statuses = feed_statuses(call.me, [entry.id for entry in page.entries if not entry.is_share])
    if shares := [entry.id for entry in page.entries if entry.is_share]:
        statuses |= statuses_by_id(call.me, shares)
    shown = [statuses[entry.id] for entry in page.entries if entry.id in statuses]
    first = str(page.entries[0].id) if page.entries else None
    return listed(call, Page(page.entries, page.next, first), shown)


@route(
    "GET",
    "/api/v1/timelines/public",
    scope="read:statuses",
    who=Who.EVERYBODY,
    answer=list[Status],
    differs=f"{NO_COMMENTS}; all of this site",
)
def public(call: Call, params: PublicParams) -> Answer:
    """Read everybody's newest public posts."""
    if params.remote:
        return Answer([])
    page = public_posts(call.viewer, params.span, params.size, only_photos=params.only_media)
    return _listed(call, page)


@route(
    "GET",
    "/api/v1/timelines/tag/<str:name>",
    scope="read:statuses",
    who=Who.EVERYBODY,
    answer=list[Status],
    differs=f"{NO_COMMENTS}; up to {MOST_TAGS} hashtags of each kind",
)
def tag(call: Call, params: TagParams, name: str) -> Answer:
    """Read the newest public posts under a hashtag, or under several."""
    some = _names([name, *params.any])
    if params.remote or not some:
        return Answer([])
    wanted = Tags(some, _names(params.all), _names(params.none))
    return _listed(call, tagged(call.viewer, wanted, params.span, params.size, only_photos=params.only_media))


@route(
    "GET",
    "/api/v1/timelines/link",
    scope="read:statuses",
    who=Who.EVERYBODY,
    answer=list[Status],
    differs="always empty: posts show no links",
)
def link(call: Call, params: Paging) -> list[Status]:
    """Read the newest public posts with a link."""
    return []


def _names(words: list[str]) -> frozenset[str]:
    """What is no hashtag is left out: nothing stands under it."""
    return frozenset(tag for word in words[:MOST_TAGS] for tag in tags_in(f"#{word.strip().removeprefix('#')}"))


def _listed(call: Call, page: Page[PostRecord]) -> Answer:
    return listed(call, page, statuses_of(call.viewer, page.items))
