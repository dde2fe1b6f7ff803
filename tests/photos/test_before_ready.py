"""A post that is made while its photos are being worked on: its owner sees it at once, others when it is whole."""

import io
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from tests.threads import together
from tintype.feed.queries import home
from tintype.graph.actions import follow
from tintype.lib.errors import NotFound
from tintype.notify.queries import activity
from tintype.photos import processing
from tintype.photos.actions import comment, delete_post, like, publish_post
from tintype.photos.counts import counts
from tintype.photos.discovery import recently_active
from tintype.photos.door import Which
from tintype.photos.errors import DraftRefused
from tintype.photos.hashtags.names import unknown_among
from tintype.photos.models import Photo, Post
from tintype.photos.processing import process_photo
from tintype.photos.queries import pinned_posts, posts_of, visible_post
from tintype.photos.records import Draft, PhotoWords
from tintype.photos.shares.actions import share
from tintype.photos.timelines import public_posts, tagged
from tintype.photos.uploads import receive_photo
from tintype.sharding.scope import on_shard_of
from tintype.testing.member import Member, unique_name
from tintype.testing.posts import make_photo, picture
from tintype.testing.tasks import run_tasks

pytestmark = pytest.mark.usefixtures("objects")


def uploaded(owner: Member, data: bytes | None = None) -> int:
    """A photo whose bytes are here, and that no worker has seen yet."""
    data = picture() if data is None else data
    return receive_photo(owner.id, io.BytesIO(data), len(data), PhotoWords())


def early(owner: Member, *photo_ids: int, caption: str = "", visibility: str = "public") -> int:
    return publish_post(owner.id, Draft([*photo_ids], [], caption, visibility, uuid4().hex, before_ready=True))


def is_seen(viewer: Member, post_id: int) -> bool:
    return visible_post(viewer.id or None, post_id) is not None


def test_its_owner_sees_it_at_once_and_others_when_it_is_ready(alice: Member, bob: Member, anonymous: Member) -> None:
    post_id = early(alice, uploaded(alice), make_photo(alice.id))
    assert [is_seen(one, post_id) for one in (alice, bob, anonymous)] == [True, False, False]
    mine = visible_post(alice.id, post_id)
    assert mine
    assert (mine.is_ready, mine.is_public, mine.problems) == (False, False, ())
    run_tasks()
    assert [is_seen(one, post_id) for one in (alice, bob, anonymous)] == [True, True, True]
    ready = visible_post(None, post_id)
    assert ready
    assert all(photo.renditions for photo in ready.photos)


def lists(viewer: Member, owner: Member, tag: str) -> dict[str, bool]:
    """Which lists of the viewer's have something of the owner's."""
    person, mine = owner.person, [owner.id]
    return {
        "profile": bool(posts_of(viewer.id, person, None, 9).items),
        "home": bool([entry for entry in home(viewer.id, None, 9).entries if entry.by_id == owner.id]),
        "public": owner.id in [post.owner.id for post in public_posts(viewer.id, None, 40).items],
        "tag": bool(tagged(viewer.id, tag, None, 9).items),
        "search": not unknown_among([tag]),
        "told": bool([one for one in activity(viewer.id, None, 9).items if one.actor.id in mine and one.post_id]),
    }


def test_no_list_shows_it_before_it_is_ready_not_even_to_its_owner(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    run_tasks()
    home(bob.id, None, 9)
    tag = unique_name("tag")
    photo = uploaded(alice)
    early(alice, photo, caption=f"#{tag} @{bob.username}")
    before = [lists(viewer, alice, tag) for viewer in (alice, bob)]
    assert before == [dict.fromkeys(before[0], False)] * 2
    assert counts(alice.id).posts == 0
    assert len(posts_of(alice.id, alice.person, None, 9, Which(with_unready=True)).items) == 1
    assert posts_of(bob.id, alice.person, None, 9, Which(with_unready=True)).items == []
    run_tasks()
    assert lists(bob, alice, tag) == dict.fromkeys(before[0], True)
    assert counts(alice.id).posts == 1


def test_a_direct_post_reaches_whom_it_names_when_it_is_ready(alice: Member, bob: Member) -> None:
    post_id = early(alice, uploaded(alice), caption=f"@{bob.username}", visibility="direct")
    assert not is_seen(bob, post_id)
    run_tasks()
    assert is_seen(bob, post_id)


ACTS: dict[str, Callable[[int, int], object]] = {
    "like": like,
    "share": share,
    "comment": lambda viewer, post_id: comment(viewer, post_id, "first", uuid4().hex),
}


@pytest.mark.parametrize("act", ACTS)
def test_nothing_can_be_done_with_it_before_not_even_by_its_owner(alice: Member, act: str) -> None:
    post_id = early(alice, uploaded(alice))
    with pytest.raises(NotFound):
        ACTS[act](alice.id, post_id)
    run_tasks()
    ACTS[act](alice.id, post_id)
    run_tasks()


def test_who_may_not_wait_is_told_to(alice: Member) -> None:
    with pytest.raises(DraftRefused, match="not ready yet"):
        publish_post(alice.id, Draft([uploaded(alice)], [], "", "public", uuid4().hex))
    run_tasks()


def test_a_photo_that_cannot_be_shown_leaves_the_post_to_its_owner_with_the_reason(
    alice: Member, bob: Member, objects: Path
) -> None:
    good, bad = uploaded(alice), uploaded(alice, picture()[:900])
    post_id = early(alice, good, bad)
    run_tasks()
    mine = visible_post(alice.id, post_id)
    assert mine
    assert not mine.is_ready
    assert "damaged" in mine.problems[0]
    assert not is_seen(bob, post_id)
    assert delete_post(alice.id, post_id)
    run_tasks()
    assert not [path for path in objects.rglob("*") if path.is_file() and path.stat().st_size]


def test_photos_that_become_ready_at_once_publish_the_post_once(
    alice: Member, bob: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    monkeypatch.setattr(processing, "announce", lambda post: told.append(post.id))
    for _ in range(3):
        photos = [uploaded(alice) for _ in range(3)]
        post_id = early(alice, *photos)
        together([lambda photo=photo: process_photo.call(photo) for photo in photos])  # type: ignore[misc]
        run_tasks()
        assert told.count(post_id) == 1
        assert is_seen(bob, post_id)


@pytest.mark.parametrize("killed", ["put_objects", "_settle", "announce", "consume_incoming"])
def test_a_worker_killed_at_any_step_loses_nothing_and_doubles_nothing(
    alice: Member, bob: Member, objects: Path, monkeypatch: pytest.MonkeyPatch, killed: str
) -> None:
    photo = uploaded(alice)
    post_id = early(alice, photo)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(processing, killed, dies)
    with pytest.raises(KeyboardInterrupt):
        process_photo.call(photo)
    monkeypatch.undo()
    run_tasks()
    assert is_seen(bob, post_id)
    with on_shard_of(alice.id):
        assert Post.objects.get(id=post_id).is_ready
        named = {key for _, key, _, _ in Photo.objects.get(id=photo).renditions}
    held = {str(path.relative_to(objects)) for path in objects.rglob("*") if path.is_file() and path.stat().st_size}
    assert held == named


def test_a_post_deleted_while_its_photo_is_looked_at_leaves_nothing(alice: Member, objects: Path) -> None:
    photo = uploaded(alice)
    post_id = early(alice, photo)
    assert delete_post(alice.id, post_id)
    process_photo.call(photo)
    run_tasks()
    assert not [path for path in objects.rglob("*") if path.is_file() and path.stat().st_size]


def test_it_is_neither_pinned_for_others_nor_makes_its_owner_active(alice: Member, bob: Member) -> None:
    early(alice, uploaded(alice))
    assert pinned_posts(bob.id, alice.person) == []
    assert alice.id not in [person.id for person in recently_active(bob.id, 1000, 0)]
    run_tasks()
