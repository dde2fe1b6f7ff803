"""Photos are developed by recipes, and can always be developed otherwise: nothing of the original is lost."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.photos.test_before_ready import uploaded
from tintype.photos import processing
from tintype.photos.actions import publish_post
from tintype.photos.edits import edit_post
from tintype.photos.errors import DraftRefused
from tintype.photos.file_checks import FILE_CHECKS
from tintype.photos.imaging import render
from tintype.photos.imaging.recipe import Recipe
from tintype.photos.imaging.records import Rendered
from tintype.photos.imaging.render import render_photo
from tintype.photos.models import Photo
from tintype.photos.processing import process_photo
from tintype.photos.queries import visible_post
from tintype.photos.records import Change, Draft, PhotoRecord
from tintype.sharding.scope import on_shard_of
from tintype.storage.queries import open_object
from tintype.testing.member import Member
from tintype.testing.posts import make_photo
from tintype.testing.tasks import run_tasks

pytestmark = pytest.mark.usefixtures("objects")

LEFT_HALF = {"crop": [0, 0, 0.5, 1]}
MIDDLE = {"crop": [0.25, 0.25, 0.5, 0.5]}


def post(owner: Member, photo_id: int, recipe: dict[str, Any], **changes: Any) -> int:
    draft = Draft([photo_id], [], "", "public", uuid4().hex, recipes=[recipe], before_ready=True, **changes)
    return publish_post(owner.id, draft)


def photo_in(viewer: Member, post_id: int) -> PhotoRecord | None:
    found = visible_post(viewer.id, post_id)
    return found.photos[0] if found else None


def size_in(viewer: Member, post_id: int) -> tuple[int, int] | None:
    photo = photo_in(viewer, post_id)
    return (photo.width, photo.height) if photo else None


def row(owner: Member, post_id: int) -> Photo:
    with on_shard_of(owner.id):
        return Photo.objects.get(post_id=post_id)


def check_store(objects: Path, owner: Member, post_id: int) -> None:
    """It holds what the photo names, and as much of it as is noted."""
    photo = row(owner, post_id)
    files = [path for path in objects.rglob("*") if path.is_file() and path.stat().st_size]
    assert {str(path.relative_to(objects)) for path in files} == {key for _, key, _, _ in photo.renditions}
    assert photo.stored_bytes == sum(path.stat().st_size for path in files)


def test_an_upload_is_developed_at_once(alice: Member, bob: Member, objects: Path) -> None:
    post_id = post(alice, uploaded(alice), LEFT_HALF)
    run_tasks()
    assert size_in(bob, post_id) == (128, 256)
    check_store(objects, alice, post_id)


def test_a_photo_that_was_ready_is_developed_before_others_see_it(alice: Member, bob: Member, objects: Path) -> None:
    post_id = post(alice, make_photo(alice.id), LEFT_HALF)
    assert (photo_in(bob, post_id), photo_in(alice, post_id) is not None) == (None, True)
    run_tasks()
    assert size_in(bob, post_id) == (128, 256)
    check_store(objects, alice, post_id)


def test_a_posted_photo_is_shown_as_it_was_until_it_is_developed_otherwise(
    alice: Member, bob: Member, objects: Path
) -> None:
    post_id = post(alice, make_photo(alice.id), {})
    photo_id = row(alice, post_id).id
    before = photo_in(bob, post_id)
    for recipe, size in ((LEFT_HALF, (128, 256)), (MIDDLE, (128, 128)), ({}, (256, 256))):
        shown = size_in(bob, post_id)
        edit_post(alice.id, post_id, Change(recipes={photo_id: recipe}))
        assert size_in(bob, post_id) == shown
        run_tasks()
        assert size_in(bob, post_id) == size
        check_store(objects, alice, post_id)
    after = photo_in(bob, post_id)
    assert before
    assert after
    assert not {file.key for file in before.renditions} & {file.key for file in after.renditions}


def test_the_last_of_several_recipes_holds_whatever_order_their_tasks_run_in(alice: Member, objects: Path) -> None:
    post_id = post(alice, make_photo(alice.id), {})
    photo_id = row(alice, post_id).id
    for recipe in (LEFT_HALF, MIDDLE, LEFT_HALF, MIDDLE):
        edit_post(alice.id, post_id, Change(recipes={photo_id: recipe}))
    run_tasks()
    process_photo.call(photo_id)
    assert size_in(alice, post_id) == (128, 128)
    check_store(objects, alice, post_id)


def test_the_same_recipe_changes_nothing(alice: Member) -> None:
    post_id = post(alice, make_photo(alice.id), LEFT_HALF)
    run_tasks()
    before = row(alice, post_id)
    edit_post(alice.id, post_id, Change(recipes={before.id: LEFT_HALF}))
    assert run_tasks() == 0
    assert row(alice, post_id).revision == before.revision


@pytest.mark.parametrize("is_posted", [False, True])
def test_a_recipe_that_changes_while_a_worker_is_at_it_is_not_lost(
    alice: Member, objects: Path, monkeypatch: pytest.MonkeyPatch, *, is_posted: bool
) -> None:
    """In the first case the photo is put into a post just then, in the second the post is edited."""
    photo_id = uploaded(alice)
    posts = [post(alice, photo_id, LEFT_HALF)] if is_posted else []

    def interrupted(data: bytes, recipe: Recipe, *, with_original: bool = True) -> Rendered:
        monkeypatch.undo()
        if posts:
            edit_post(alice.id, posts[0], Change(recipes={photo_id: MIDDLE}))
        else:
            posts.append(post(alice, photo_id, MIDDLE))
        return render_photo(data, recipe, with_original=with_original)

    monkeypatch.setattr(processing, "render_photo", interrupted)
    process_photo.call(photo_id)
    run_tasks()
    assert size_in(alice, posts[0]) == (128, 128)
    check_store(objects, alice, posts[0])


@pytest.mark.parametrize("killed", ["render_photo", "put_objects", "_settle", "rendered"])
def test_a_worker_killed_while_it_develops_leaves_nothing_behind(
    alice: Member, bob: Member, objects: Path, monkeypatch: pytest.MonkeyPatch, killed: str
) -> None:
    post_id = post(alice, make_photo(alice.id), {})
    photo_id = row(alice, post_id).id
    edit_post(alice.id, post_id, Change(recipes={photo_id: LEFT_HALF}))

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    name = f"{killed}.forget" if killed == "rendered" else killed
    monkeypatch.setattr(f"tintype.photos.processing.{name}", dies)
    with pytest.raises(KeyboardInterrupt):
        process_photo.call(photo_id)
    assert size_in(bob, post_id) in ((256, 256), (128, 256))
    monkeypatch.undo()
    run_tasks()
    assert size_in(bob, post_id) == (128, 256)
    check_store(objects, alice, post_id)


def test_a_recipe_that_is_none_changes_nothing(alice: Member) -> None:
    photo_id = make_photo(alice.id)
    with pytest.raises(DraftRefused, match="no such filter"):
        post(alice, photo_id, {"filter": "nonsense"})
    post_id = post(alice, photo_id, {})
    wrong: tuple[Any, ...] = ({"crop": [0, 0, 2, 2]}, {"unknown": 1}, [], None)
    for recipe in wrong:
        with pytest.raises(DraftRefused) as refused:
            edit_post(alice.id, post_id, Change(recipes={photo_id: recipe}))
        assert refused.value.field == "photos"
    assert row(alice, post_id).recipe == {}


def test_a_lost_rendition_is_made_from_the_original_by_the_recipe(alice: Member, bob: Member, objects: Path) -> None:
    post_id = post(alice, make_photo(alice.id), LEFT_HALF)
    run_tasks()
    photo = row(alice, post_id)
    lost = next(key for name, key, _, _ in photo.renditions if name != "original")
    (objects / lost).unlink()
    check = FILE_CHECKS[0]
    found = [one for one in check.compare([photo.id]) if one.mend]
    assert [lost in one.text for one in found] == [True]
    found[0].mend()  # type: ignore[misc]
    run_tasks()
    assert size_in(bob, post_id) == (128, 256)
    assert list(check.compare([photo.id])) == []
    check_store(objects, alice, post_id)


def test_an_original_may_be_larger_than_what_may_be_uploaded(
    alice: Member, bob: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_id = post(alice, make_photo(alice.id), {})
    monkeypatch.setattr(render, "MAX_UPLOAD_BYTES", 1000)
    edit_post(alice.id, post_id, Change(recipes={row(alice, post_id).id: LEFT_HALF}))
    run_tasks()
    assert size_in(bob, post_id) == (128, 256)


def test_the_original_stays_whole(alice: Member) -> None:
    post_id = post(alice, make_photo(alice.id), {**MIDDLE, "brightness": 0.5})
    run_tasks()
    key = next(key for name, key, _, _ in row(alice, post_id).renditions if name == "original")
    with open_object(key) as file:
        whole = render_photo(file.read())
    assert (whole.width, whole.height) == (256, 256)
