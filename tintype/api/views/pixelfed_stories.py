"""Stories, of which there are none: what Pixelfed's app asks about them is answered so that its screens work."""

from typing import Any, NoReturn

from pydantic import with_config
from typing_extensions import TypedDict

from tintype.api.call import Call
from tintype.api.entities.shapes import Empty
from tintype.api.errors import invalid, not_found
from tintype.api.params import NoParams
from tintype.api.routes import route

NO_STORIES = "there are no stories"
EMPTY = f"always empty: {NO_STORIES}"


@with_config(extra="forbid")
class Carousel(TypedDict):
    nodes: list[Any]


@with_config(extra="forbid")
class Links(TypedDict):
    next: None
    prev: None


@with_config(extra="forbid")
class Viewers(TypedDict):
    data: list[Any]
    links: Links


@with_config(extra="forbid")
class Done(TypedDict):
    code: int
    msg: str


@route("GET", "/api/v1.1/stories/carousel", scope="read:statuses", answer=Carousel, differs=EMPTY)
def former_carousel(call: Call, params: NoParams) -> Carousel:
    """List stories, for older apps."""
    return Carousel(nodes=[])


@route("GET", "/api/v1.2/stories/carousel", scope="read:statuses", answer=Carousel, differs=EMPTY)
def carousel(call: Call, params: NoParams) -> Carousel:
    """List stories."""
    return Carousel(nodes=[])


@route("POST", "/api/v1.1/stories/seen", scope="write:statuses", answer=Done, differs="has no effect")
def seen(call: Call, params: NoParams) -> Done:
    """Say that one has seen a story."""
    return Done(code=200, msg="Nothing to see")


@route("POST", "/api/v1.1/stories/self-expire/<id:story_id>", scope="write:statuses", answer=Empty, differs=NO_STORIES)
def expire(call: Call, params: NoParams, story_id: int) -> NoReturn:
    """End a story of one's own."""
    raise not_found()


@route("GET", "/api/v1.2/stories/viewers", scope="read:statuses", answer=Viewers, differs=EMPTY)
def viewers(call: Call, params: NoParams) -> Viewers:
    """List who has seen a story."""
    return Viewers(data=[], links=Links(next=None, prev=None))


@route(
    "GET",
    "/api/v1.2/stories/mention-autocomplete",
    scope="read:statuses",
    answer=list[Any],
    differs=EMPTY,
)
def suggest(call: Call, params: NoParams) -> list[Any]:
    """Find people to name in a story."""
    return []


@route("POST", "/api/v1.2/stories/publish", scope="write:statuses", answer=Empty, differs=f"refused: {NO_STORIES}")
def publish(call: Call, params: NoParams) -> NoReturn:
    """Publish a story."""
    raise invalid("There are no stories here. Post the photo instead.")
