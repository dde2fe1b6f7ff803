"""Every list sends as many statements for three things as for one; the home feed sends none once it is warm."""

import pytest

from tests.web.counting import cold_and_warm, member_on, statements
from tintype.accounts.actions import update_profile
from tintype.graph.actions import block, follow
from tintype.photos.actions import comment, like
from tintype.sharding.databases import shard_databases
from tintype.testing.member import Member, nobody
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

one_and_three = pytest.mark.parametrize("many", [1, 3])


@pytest.fixture
def viewer() -> Member:
    return member_on("shard1")


@pytest.fixture
def owner() -> Member:
    return member_on("shard2")


def people(many: int) -> list[Member]:
    return [member_on("shard2") for _ in range(many)]


@one_and_three
def test_home(viewer: Member, many: int) -> None:
    for owner in people(many):
        follow(viewer.id, owner.id)
        make_post(owner.id, photos=2)
    run_tasks()
    assert cold_and_warm(viewer, "/") == (17, 0)


@one_and_three
def test_older_posts_at_home(viewer: Member, owner: Member, many: int) -> None:
    follow(viewer.id, owner.id)
    for _ in range(many):
        make_post(owner.id)
    run_tasks()
    assert cold_and_warm(viewer, f"/?before={2**62}") == (17, 0)


@one_and_three
def test_the_grid_of_a_profile(viewer: Member, owner: Member, many: int) -> None:
    for _ in range(many):
        make_post(owner.id, photos=2)
    path = f"/@{owner.username}/"
    assert (cold_and_warm(viewer, path), statements(nobody(), path)) == ((15, 12), 3)


@one_and_three
def test_the_comments_of_a_post(viewer: Member, owner: Member, many: int) -> None:
    post = make_post(owner.id, photos=many)
    for author in people(many):
        comment(author.id, post, "hello", "key")
    path = f"/p/{post}/"
    assert (cold_and_warm(viewer, path), statements(nobody(), path)) == ((16, 13), 3)


@one_and_three
def test_likes(viewer: Member, owner: Member, many: int) -> None:
    post = make_post(owner.id)
    for liker in people(many):
        like(liker.id, post)
    path = f"/p/{post}/likes/"
    assert (cold_and_warm(viewer, path), statements(nobody(), path)) == ((14, 11), 3)


@one_and_three
def test_followers_and_followed(viewer: Member, owner: Member, many: int) -> None:
    for other in people(many):
        follow(other.id, owner.id)
        follow(owner.id, other.id)
    for path in (f"/@{owner.username}/followers/", f"/@{owner.username}/following/"):
        assert (cold_and_warm(viewer, path), statements(nobody(), path)) == ((14, 12), 2)


@one_and_three
def test_requests(viewer: Member, many: int) -> None:
    update_profile(viewer.id, name="", bio="", is_private=True)
    for other in people(many):
        follow(other.id, viewer.id)
    assert cold_and_warm(viewer, "/requests/") == (5, 3)


@one_and_three
def test_activity(viewer: Member, many: int) -> None:
    post = make_post(viewer.id)
    for other in people(many):
        like(other.id, post)
        comment(other.id, make_post(other.id), f"hello @{viewer.username}", "key")
        follow(other.id, viewer.id)
    run_tasks()
    # Looked at for the first time, it is marked as read.
    assert (*cold_and_warm(viewer, "/activity/"), statements(viewer, "/activity/")) == (26, 14, 14)


@one_and_three
def test_a_tag(viewer: Member, many: int) -> None:
    tag = f"tag{viewer.id}"
    for owner in people(many):
        make_post(owner.id, f"#{tag}")
    run_tasks()
    assert (cold_and_warm(viewer, f"/t/{tag}/"), statements(nobody(), f"/t/{tag}/")) == ((10, 8), 3)


@one_and_three
def test_the_blocked(viewer: Member, many: int) -> None:
    for other in people(many):
        block(viewer.id, other.id)
    assert cold_and_warm(viewer, "/settings/") == (7, 4)


@one_and_three
def test_the_search(viewer: Member, many: int) -> None:
    """What the viewer is to those found is asked once of each database where some of them live."""
    for database in shard_databases():
        for _ in range(many):
            member_on(database)
    each = len(shard_databases())
    assert cold_and_warm(viewer, "/people/?q=somebody") == (5 + each, 4 + each)


def test_people_on_every_database_cost_no_more_than_one_on_each() -> None:
    def asked(many: int) -> dict[str, int]:
        viewer, owner = member_on("shard1"), member_on("shard2")
        tag = f"tag{owner.id}"
        post = make_post(owner.id)
        for other in [member_on(database) for database in shard_databases() for _ in range(many)]:
            follow(other.id, owner.id)
            follow(owner.id, other.id)
            follow(viewer.id, other.id)
            like(other.id, post)
            comment(other.id, post, "hello", "key")
            make_post(other.id, f"#{tag} @{viewer.username}")
        run_tasks()
        paths = {
            "post": f"/p/{post}/",
            "likes": f"/p/{post}/likes/",
            "tag": f"/t/{tag}/",
            "home": "/",
            "news": "/activity/",
        }
        lists = {name: f"/@{owner.username}/{name}/" for name in ("followers", "following")}
        return {name: cold_and_warm(viewer, path)[0] for name, path in {**paths, **lists}.items()}

    assert asked(1) == asked(3)
