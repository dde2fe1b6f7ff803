"""Lists of posts: of one person, what one likes, what one keeps."""

from datetime import datetime
from typing import Any

from tintype.api.answers import Answer, timestamp
from tintype.api.call import Call
from tintype.api.entities.shapes import Status
from tintype.api.entities.status import mixed_statuses_of, statuses_by_id, statuses_of
from tintype.api.paging import Paging, listed
from tintype.api.params import Flag, NoParams
from tintype.api.people import person_for
from tintype.api.routes import Who, route
from tintype.photos.door import Which
from tintype.photos.queries import liked_at, liked_posts, pinned_posts, posts_of
from tintype.photos.saving import bookmarks
from tintype.photos.shares.profile import posted_and_shared


class AccountParams(Paging):
    only_media: Flag = False
    pinned: Flag = False
    exclude_replies: Flag = False
    exclude_reblogs: Flag = False
    tagged: str = ""


@route(
    "GET",
    "/api/v1/accounts/<id:account_id>/statuses",
    scope="read:statuses",
    who=Who.EVERYBODY,
    answer=list[Status],
    differs="no comments: they stand under their posts; no shares among `only_media` and `tagged`",
)
def of_account(call: Call, params: AccountParams, account_id: int) -> Answer:
    """List what somebody posted and shared, newest first."""
    person = person_for(call.viewer, account_id)
    if params.pinned:
        return Answer(statuses_of(call.viewer, pinned_posts(call.viewer, person)))
    which = Which(with_photos=params.only_media, tag=params.tagged)
    if params.exclude_reblogs or which != Which():
        posts = posts_of(call.viewer, person, params.span, params.size, which)
        return listed(call, posts, statuses_of(call.viewer, posts.items))
    page = posted_and_shared(call.viewer, person, params.span, params.size)
    return listed(call, page, mixed_statuses_of(call.viewer, page.items))


@route("GET", "/api/v1/favourites", scope="read:favourites", answer=list[Status], differs="posts only, no comments")
def favourites(call: Call, params: Paging) -> Answer:
    """List what one likes, last liked first."""
    page = liked_posts(call.me, params.span, params.size)
    moments = liked_at(call.me, (post.id for post in page.items))
    return listed(call, page, [_since(status, moments) for status in statuses_of(call.me, page.items)])


def _since(status: Status, moments: dict[int, datetime]) -> Status:
    """With when it was liked, which Pixelfed's app shows."""
    moment = moments.get(int(status["id"]))
    return {**status, "liked_at": timestamp(moment)} if moment else status


@route(
    "GET",
    "/api/v1/scheduled_statuses",
    scope="read:statuses",
    answer=list[Any],
    differs="always empty: posts are not scheduled",
)
def scheduled(call: Call, params: NoParams) -> list[Any]:
    """List the posts that are to appear later."""
    return []


@route("GET", "/api/v1/bookmarks", scope="read:bookmarks", answer=list[Status])
def kept(call: Call, params: Paging) -> Answer:
    """List what one keeps, last kept first."""
    page = bookmarks(call.me, params.span, params.size)
    found = statuses_by_id(call.me, page.items)
    return listed(call, page, [found[one] for one in page.items if one in found])
