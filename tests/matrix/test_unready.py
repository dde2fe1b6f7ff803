"""A post whose photos are still being worked on, on every way to a post: its owner alone sees it, and in no list."""

from functools import cache

import pytest

from tests.api.client import Api, token_for
from tests.matrix.api_rows import SHOWN, liked_again
from tests.matrix.paths import READ_PATHS, ReadPath
from tests.matrix.rule import Case, Viewer
from tests.matrix.scene import Face, Place, Shown, account
from tests.matrix.test_api import ROUTES, address
from tintype.photos.actions import publish_post
from tintype.photos.models import Photo
from tintype.photos.queries import visible_post
from tintype.photos.records import Draft
from tintype.sharding.scope import action_of
from tintype.testing.posts import make_photo

OTHERS: tuple[Viewer, ...] = ("anonymous", "stranger", "follower", "blocked")
# Of the owner's own.
PAGES = {
    *("post", "earlier-comments", "refused-comment", "share-button", "likers", "sharers", "edit"),
    *("profile", "more-profile"),
}
# By its id or its address its owner's apps are told of it, as they are of a photo that is not ready.
LISTS = [name for name in SHOWN if "_id>" not in name and name not in ("GET /api/v1/statuses", "GET /api/v2/search")]


@cache
def shown(face: Face) -> Shown:
    """Nobody works on its photo while these tests run."""
    owner = account(face, is_private=False).owner
    words = f"unready{owner.id}end"
    photo_id = make_photo(owner.id)
    with action_of(owner.id):
        Photo.objects.filter(id=photo_id).update(state=Photo.State.UPLOADED)
    mentioned = " ".join(f"@{member.username}" for member in account(face, is_private=False).people.values())
    caption = f"caption{words} #tag{words} {mentioned}"
    draft = Draft([photo_id], [f"alt{words}"], caption, "public", words, before_ready=True)
    post = visible_post(owner.id, publish_post(owner.id, draft))
    assert post is not None
    return Shown(post, f"caption{words}", f"comment{words}", f"tag{words}")


def place_of(viewer: Viewer, face: Face) -> Place:
    return Place(Case(viewer, "public", account_is_private=False), account(face, is_private=False), shown(face))


@pytest.mark.parametrize("path", READ_PATHS, ids=lambda path: path.name)
def test_no_page_shows_it_to_others(path: ReadPath) -> None:
    assert [path.answer(place_of(viewer, "web"))[1] for viewer in OTHERS] == [False] * len(OTHERS)


@pytest.mark.parametrize("path", READ_PATHS, ids=lambda path: path.name)
def test_its_owner_sees_it_where_it_is_alone_and_on_the_profile(path: ReadPath) -> None:
    assert path.answer(place_of("owner", "web"))[1] <= (path.name in PAGES)


def shows(name: str, viewer: Viewer) -> bool:
    row, route, place = SHOWN[name], ROUTES[name], place_of(viewer, "api")
    api = Api(token_for(place.member) if viewer != "anonymous" else None)
    # Nobody likes it: who tries finds no such post.
    params = {} if row.params is liked_again else row.params(place)
    response = api.send(route.method, address(route, place), query=params)
    return place.shown.is_in(response.content.decode())


@pytest.mark.parametrize("name", SHOWN)
def test_no_app_of_others_is_told_of_it(name: str) -> None:
    assert [shows(name, viewer) for viewer in OTHERS] == [False] * len(OTHERS)


@pytest.mark.parametrize("name", LISTS)
def test_no_list_tells_its_owners_apps_of_it(name: str) -> None:
    assert not shows(name, "owner")
