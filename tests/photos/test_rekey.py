"""The files of a photo get other names when fewer people may see it: whoever kept an address has nothing."""

from collections.abc import Iterable

import pytest

from tests.media import DENIED, statuses
from tintype.graph.actions import follow
from tintype.lib.errors import NotFound
from tintype.photos import rekey
from tintype.photos.actions import delete_post
from tintype.photos.edits import edit_post
from tintype.photos.imaging.recipe import Recipe
from tintype.photos.models import Photo, Post
from tintype.photos.processing import develop
from tintype.photos.queries import visible_post
from tintype.photos.records import Change, PhotoRecord
from tintype.photos.rekey import copy_files, rekey_photos
from tintype.sharding.scope import action_on, on_shard_of_id, shard_of_id
from tintype.storage.keys import original_key
from tintype.storage.queries import is_stored, media_url, stored_keys
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


def narrow(post_id: int) -> None:
    with action_on(shard_of_id(post_id)):
        rekey_photos(Post.objects.select_for_update().get(id=post_id))


def photo_of(viewer: Member, post_id: int) -> PhotoRecord:
    post = visible_post(viewer.id, post_id)
    assert post is not None
    return post.photos[0]


def keys_of(photo: PhotoRecord) -> set[str]:
    return {file.key for file in photo.renditions}


def addresses(photo: PhotoRecord) -> list[str]:
    return [media_url(file.key, photo.stamp) for file in photo.renditions]


def stored(photo: PhotoRecord, owner: Member) -> set[str]:
    found = {key for key in stored_keys("photos") if f"/{photo.id}/" in key}
    return found | ({original_key(owner.id, photo.id)} & set(stored_keys("originals")))


def all_statuses(urls: Iterable[str]) -> set[int]:
    return {status for url in urls for status in statuses(url)}


def test_old_addresses_are_dead_and_new_ones_show_the_same(alice: Member) -> None:
    post = make_post(alice.id)
    before = photo_of(alice, post)
    kept = addresses(before)
    assert all_statuses(kept) == {200}
    narrow(post)
    run_tasks()
    after = photo_of(alice, post)
    assert not keys_of(before) & keys_of(after)
    assert [(file.name, file.width, file.height) for file in after.renditions] == [
        (file.name, file.width, file.height) for file in before.renditions
    ]
    assert all_statuses(kept) <= {*DENIED}
    assert all_statuses(addresses(after)) == {200}
    assert stored(after, alice) == keys_of(after) | {original_key(alice.id, after.id)}


def test_a_worker_that_dies_after_copying_leaves_nothing_behind(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    post = make_post(alice.id)
    with monkeypatch.context() as patch:
        patch.setattr(rekey, "_settle", lambda *_: 1 / 0)
        narrow(post)
        with pytest.raises(AssertionError, match="ZeroDivisionError"):
            run_tasks()
    # The dispatcher brings it again; meanwhile it was to change once more.
    narrow(post)
    copy_files.call(photo_of(alice, post).id, 1)
    run_tasks()
    photo = photo_of(alice, post)
    assert stored(photo, alice) == keys_of(photo) | {original_key(alice.id, photo.id)}
    assert all_statuses(addresses(photo)) == {200}


def test_a_photo_that_is_to_look_different_is_made_anew_instead(alice: Member) -> None:
    post = make_post(alice.id)
    before = photo_of(alice, post)
    with action_on(shard_of_id(post)):
        photo = Photo.objects.select_for_update().get(id=before.id)
        develop(photo, Recipe(turn=1), is_shown=True)
        photo.save()
        rekey_photos(Post.objects.get(id=post))
    run_tasks()
    after = photo_of(alice, post)
    assert stored(after, alice) == keys_of(after) | {original_key(alice.id, after.id)}
    with on_shard_of_id(post):
        assert Photo.objects.get(id=after.id).revision == 2
    assert all_statuses(addresses(before)) <= {*DENIED}
    assert all_statuses(addresses(after)) == {200}


def test_a_post_that_is_deleted_meanwhile_leaves_nothing(alice: Member) -> None:
    post = make_post(alice.id)
    photo = photo_of(alice, post)
    narrow(post)
    delete_post(alice.id, post)
    run_tasks()
    assert stored(photo, alice) == set()


def test_what_was_taken_out_before_is_not_forgotten(alice: Member) -> None:
    post = make_post(alice.id, photos=2)
    taken, left = visible_post(alice.id, post).photos  # type: ignore[union-attr]  # it is one's own
    kept = addresses(taken)
    edit_post(alice.id, post, Change(photo_ids=[left.id]))
    edit_post(alice.id, post, Change(visibility="followers"))
    run_tasks()
    assert all_statuses(kept) <= {*DENIED}
    with on_shard_of_id(post):
        photo = Photo.objects.get(id=taken.id)
    assert (photo.post_id, {is_stored(key) for _, key, _, _ in photo.renditions}) == (None, {True})


def test_a_post_for_followers_from_now_on_is_no_longer_for_whoever_has_its_addresses(
    alice: Member, bob: Member, charlie: Member
) -> None:
    follow(bob.id, alice.id)
    post = make_post(alice.id)
    kept = addresses(photo_of(charlie, post))
    edit_post(alice.id, post, Change(visibility="unlisted"))
    run_tasks()
    assert all_statuses(kept) == {200}
    edit_post(alice.id, post, Change(visibility="followers"))
    assert all_statuses(kept) <= {*DENIED}
    run_tasks()
    assert visible_post(charlie.id, post) is None
    assert all_statuses(addresses(photo_of(bob, post))) == {200}


def test_whom_a_direct_post_does_not_name_any_more_has_nothing(alice: Member, bob: Member, charlie: Member) -> None:
    follow(charlie.id, alice.id)
    post = make_post(alice.id, f"@{bob.username} @{charlie.username}", visibility="direct")
    run_tasks()
    kept = addresses(photo_of(bob, post))
    edit_post(alice.id, post, Change(caption=f"@{charlie.username} @{bob.username} hello"))
    run_tasks()
    assert all_statuses(kept) == {200}
    edit_post(alice.id, post, Change(caption=f"@{charlie.username}"))
    run_tasks()
    assert all_statuses(kept) <= {*DENIED}
    assert visible_post(bob.id, post) is None
    assert all_statuses(addresses(photo_of(charlie, post))) == {200}
    with pytest.raises(NotFound):
        edit_post(bob.id, post, Change(caption="mine"))
