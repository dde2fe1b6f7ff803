"""What happens to photos later, late, twice or after a kill; the store holds what the database names, and no more."""

import io
from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from pathlib import Path

import pytest
from django.utils import timezone

from tests.threads import together
from tintype.lib.errors import NotFound
from tintype.photos import actions, processing, tasks
from tintype.photos.actions import delete_post, like, publish_post, unlike
from tintype.photos.errors import PartsMissing
from tintype.photos.imaging.errors import ImagingFailed, PhotoRefused
from tintype.photos.imaging.recipe import Recipe
from tintype.photos.imaging.records import Rendered
from tintype.photos.imaging.render import render_photo
from tintype.photos.models import Liked, Photo, TagEntry
from tintype.photos.processing import process_photo
from tintype.photos.queries import photo_state, visible_post
from tintype.photos.records import Draft
from tintype.photos.tags import shard_of_tag
from tintype.photos.tasks import delete_files, sweep, sync_liked, sync_tags
from tintype.photos.timelines import tagged
from tintype.photos.uploads import finish_upload, start_upload
from tintype.sharding.ids import first_id_at
from tintype.sharding.scope import action_of, action_on, on_shard, on_shard_of, shard_of
from tintype.storage.actions import put_objects, store_upload
from tintype.testing.member import Member, unique_name
from tintype.testing.posts import make_photo, make_post, picture
from tintype.testing.tasks import run_tasks

pytestmark = pytest.mark.usefixtures("objects")


def upload(owner: Member, data: bytes) -> int:
    started = start_upload(owner.id, "image/jpeg", len(data))
    for part in started.parts:
        store_upload(part.fields, io.BytesIO(data[part.start : part.end]))
    return started.photo_id


def stored(objects: Path, *folders: str) -> set[str]:
    """The keys of the objects that hold something: of photos, unless other folders are named."""
    found = (path for folder in folders or ("photos", "originals") for path in (objects / folder).rglob("*"))
    return {str(path.relative_to(objects)) for path in found if path.is_file() and path.stat().st_size}


def named(*members: Member) -> set[str]:
    """The keys that the photos of these people name."""
    keys: set[str] = set()
    for member in members:
        with on_shard_of(member.id):
            for photo in Photo.objects.filter(owner_id=member.id):
                keys |= {key for _, key, _, _ in photo.renditions}
    return keys


def state(owner: Member, photo_id: int) -> str:
    found = photo_state(owner.id, photo_id)
    assert found
    return found.state


def age(owner: Member, photo_ids: Iterable[int], by: timedelta) -> list[int]:
    """As if they had been made so long ago; their new ids."""
    aged = []
    for number, photo_id in enumerate(photo_ids):
        with action_of(owner.id):
            old = first_id_at(timezone.now() - by) | shard_of(owner.id) << 10 | number
            Photo.objects.filter(id=photo_id).update(id=old)
        aged.append(old)
    return aged


def test_uploaded_bytes_become_renditions_and_are_gone(alice: Member, bob: Member, objects: Path) -> None:
    photo_id = upload(alice, picture())
    assert state(alice, photo_id) == "awaiting"
    assert finish_upload(alice.id, photo_id).state == "uploaded"
    assert finish_upload(alice.id, photo_id).state == "uploaded"
    assert photo_state(bob.id, photo_id) is None
    with pytest.raises(NotFound):
        finish_upload(bob.id, photo_id)
    run_tasks()
    assert state(alice, photo_id) == "ready"
    assert stored(objects) == named(alice)
    assert len(stored(objects)) == 5
    assert stored(objects, "incoming") == set()


def test_processing_twice_at_once_and_once_more_changes_nothing(alice: Member, objects: Path) -> None:
    photo_id = upload(alice, picture())
    finish_upload(alice.id, photo_id)
    together([lambda: process_photo.call(photo_id)] * 2)
    once = (state(alice, photo_id), named(alice))
    run_tasks()
    process_photo.call(photo_id)
    assert (state(alice, photo_id), named(alice)) == once
    assert once == ("ready", stored(objects))


def test_a_worker_killed_after_storing_leaves_nothing_behind(
    alice: Member, objects: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo_id = upload(alice, picture())
    finish_upload(alice.id, photo_id)
    for survived in range(4):

        def dying(files: Iterable[tuple[str, bytes, str]], survived: int = survived) -> None:
            put_objects(islice(files, survived))
            raise KeyboardInterrupt

        monkeypatch.setattr(processing, "put_objects", dying)
        with pytest.raises(KeyboardInterrupt):
            process_photo.call(photo_id)
        assert state(alice, photo_id) == "uploaded"
    assert len(stored(objects)) == 3
    monkeypatch.undo()
    run_tasks()
    assert state(alice, photo_id) == "ready"
    assert stored(objects) == named(alice)


def test_a_photo_swept_away_while_it_is_looked_at_leaves_nothing_behind(
    alice: Member, objects: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo_id = upload(alice, picture())
    finish_upload(alice.id, photo_id)

    def interrupted(data: bytes, recipe: Recipe) -> Rendered:
        with action_of(alice.id):
            Photo.objects.filter(id=photo_id).delete()
        return render_photo(data, recipe)

    monkeypatch.setattr(processing, "render_photo", interrupted)
    run_tasks()
    assert stored(objects) == stored(objects, "incoming") == set()
    process_photo.call(photo_id)
    assert stored(objects) == set()


@pytest.mark.parametrize(("data", "code"), [(b"GIF89a no photo", "damaged"), (picture()[:900], "damaged")])
def test_what_is_no_photo_is_refused_in_words_and_kept_nowhere(
    alice: Member, objects: Path, data: bytes, code: str
) -> None:
    photo_id = upload(alice, data)
    finish_upload(alice.id, photo_id)
    run_tasks()
    found = photo_state(alice.id, photo_id)
    assert found
    assert (found.state, found.reason, found.photo.renditions) == ("refused", str(PhotoRefused(code)), ())
    assert stored(objects) == stored(objects, "incoming") == set()


def test_bytes_that_did_not_arrive_are_asked_for_again(alice: Member) -> None:
    photo_id = start_upload(alice.id, "image/jpeg", 1000).photo_id
    with pytest.raises(PartsMissing) as missing:
        finish_upload(alice.id, photo_id)
    assert missing.value.numbers == [0]
    assert state(alice, photo_id) == "awaiting"


def test_bytes_that_were_lost_meanwhile_end_in_words(alice: Member, objects: Path) -> None:
    photo_id = upload(alice, picture())
    finish_upload(alice.id, photo_id)
    for path in (objects / "incoming").iterdir():
        path.unlink()
    run_tasks()
    assert state(alice, photo_id) == "refused"


def test_a_machine_that_fails_tries_again(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    photo_id = upload(alice, picture())
    finish_upload(alice.id, photo_id)

    def fails(*_: object) -> None:
        raise ImagingFailed

    monkeypatch.setattr(processing, "render_photo", fails)
    with pytest.raises(ImagingFailed):
        process_photo.call(photo_id)
    assert state(alice, photo_id) == "uploaded"
    monkeypatch.undo()
    run_tasks()
    assert state(alice, photo_id) == "ready"


def test_a_deleted_post_takes_its_objects_along_and_no_others(alice: Member, bob: Member, objects: Path) -> None:
    gone, kept, others = make_post(alice.id, photos=2), make_post(alice.id), make_post(bob.id)
    assert len(stored(objects)) == 20
    delete_post(alice.id, gone)
    run_tasks()
    assert stored(objects) == named(alice, bob)
    assert len(stored(objects)) == 10
    assert visible_post(None, kept)
    assert visible_post(None, others)


def test_deleting_files_twice_is_once(alice: Member, objects: Path) -> None:
    make_photo(alice.id)
    keys = sorted(named(alice))
    for _ in range(2):
        delete_files.call([*keys, *keys])
        assert stored(objects) == set()


def test_the_sweep_takes_abandoned_photos_and_nothing_else(alice: Member, bob: Member, objects: Path) -> None:
    posted = make_post(alice.id)
    abandoned = [make_photo(alice.id), make_photo(alice.id), upload(alice, picture())]
    fresh = make_photo(bob.id)
    young = age(bob, [make_photo(bob.id)], timedelta(hours=23))
    age(alice, abandoned, timedelta(hours=25))
    for _ in range(2):
        sweep.call()
        run_tasks()
    assert stored(objects) == named(alice, bob)
    with on_shard_of(alice.id):
        left = set(Photo.objects.filter(owner_id=alice.id).values_list("post_id", flat=True))
    assert left == {posted}
    assert [state(bob, photo_id) for photo_id in (fresh, *young)] == ["ready", "ready"]


def test_a_photo_posted_while_the_sweep_walks_stays(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    photo_id = make_photo(alice.id)
    old = age(alice, [photo_id], timedelta(hours=25))[0]
    found: list[int] = []

    def posting(shard: int) -> object:
        if shard == shard_of(alice.id) and not found:
            found.append(publish_post(alice.id, Draft([old], [], "", "public", unique_name("key"))))
        return action_on(shard)

    monkeypatch.setattr(tasks, "action_on", posting)
    sweep.call()
    post = visible_post(None, found[0])
    assert post
    assert [photo.id for photo in post.photos] == [old]


def test_the_sweep_goes_on_where_it_stopped(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    age(alice, [make_photo(alice.id) for _ in range(3)], timedelta(days=30))
    monkeypatch.setattr(tasks, "SWEPT_AT_ONCE", 2)

    def left() -> int:
        with on_shard_of(alice.id):
            return Photo.objects.filter(owner_id=alice.id).count()

    counts = []
    while left():
        sweep.call()
        counts.append(left())
    assert counts == [1, 0]
    run_tasks()


def test_the_likers_own_list_follows_the_truth_in_any_order(alice: Member, bob: Member) -> None:
    post_id = make_post(alice.id)

    def listed() -> int:
        with on_shard_of(bob.id):
            return Liked.objects.filter(account_id=bob.id, post_id=post_id).count()

    like(bob.id, post_id)
    for _ in range(2):
        sync_liked.call(bob.id, post_id)
        assert listed() == 1
    together([lambda: sync_liked.call(bob.id, post_id)] * 3)
    unlike(bob.id, post_id)
    for _ in range(2):
        sync_liked.call(bob.id, post_id)
        assert listed() == 0
    run_tasks()
    assert listed() == 0


def test_only_public_posts_stand_under_their_tags_until_they_are_deleted(alice: Member) -> None:
    tag = unique_name("tag")
    public, _ = (make_post(alice.id, f"#{tag}", visibility=visibility) for visibility in ("public", "followers"))
    run_tasks()
    sync_tags.call(public, [tag])
    with on_shard(shard_of_tag(tag)):
        entries = TagEntry.objects.filter(tag=tag)
        assert list(entries.values_list("post_id", flat=True)) == [public]
    assert [post.id for post in tagged(None, tag.upper(), None, 10).items] == [public]
    delete_post(alice.id, public)
    run_tasks()
    sync_tags.call(public, [tag])
    with on_shard(shard_of_tag(tag)):
        assert not TagEntry.objects.filter(tag=tag).exists()


def test_a_deleted_post_leaves_the_lists_of_all_who_liked_it(
    alice: Member, bob: Member, charlie: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "LIKERS_AT_ONCE", 2)
    members, post_id, other = (alice, bob, charlie), make_post(alice.id), make_post(alice.id)
    for member in members:
        like(member.id, post_id)
        like(member.id, other)
    run_tasks()
    delete_post(alice.id, post_id)
    run_tasks()
    assert [liked_by(member) for member in members] == [[other]] * 3


def liked_by(member: Member) -> list[int]:
    with on_shard_of(member.id):
        return list(Liked.objects.filter(account_id=member.id).values_list("post_id", flat=True))
