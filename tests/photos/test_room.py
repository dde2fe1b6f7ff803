"""How much somebody's photos may take: asked when an upload is signed, and again when its files are made."""

import io

import pytest
from pytest_django.fixtures import Settings

from tests.photos.test_before_ready import early, is_seen, uploaded
from tintype.photos.actions import delete_post
from tintype.photos.errors import NoRoom
from tintype.photos.models import Photo
from tintype.photos.queries import photo_state
from tintype.photos.records import PhotoWords
from tintype.photos.uploads import receive_photo, start_upload
from tintype.sharding.scope import action_of, on_shard_of
from tintype.testing.member import Member
from tintype.testing.posts import make_photo, make_post, picture
from tintype.testing.tasks import run_tasks

pytestmark = pytest.mark.usefixtures("objects")


def take(owner: Member, used_bytes: int) -> int:
    """The id of a post whose photo takes so much."""
    post_id = make_post(owner.id)
    with action_of(owner.id):
        Photo.objects.filter(post_id=post_id).update(stored_bytes=used_bytes)
    return post_id


def test_who_has_no_room_left_is_told_before_a_byte_is_sent(alice: Member, bob: Member, settings: Settings) -> None:
    settings.TINTYPE_QUOTA_MB = 2
    post_id = take(alice, 3 * 2**19)
    assert start_upload(alice.id, "image/jpeg", 2**19).parts
    with pytest.raises(NoRoom, match="take 2 of 2 MB"):
        start_upload(alice.id, "image/jpeg", 2**19 + 1)
    with pytest.raises(NoRoom):
        receive_photo(alice.id, io.BytesIO(picture() + bytes(2**19)), len(picture()) + 2**19, PhotoWords())
    assert start_upload(bob.id, "image/jpeg", 2**19 + 1).parts
    delete_post(alice.id, post_id)
    assert start_upload(alice.id, "image/jpeg", 2**19 + 1).parts
    run_tasks()


def test_the_settings_page_says_how_much_room_there_is(alice: Member, settings: Settings) -> None:
    assert "Your photos take" not in alice.client.get("/settings/").content.decode()
    settings.TINTYPE_QUOTA_MB = 2000
    take(alice, 3 * 2**19)
    assert "Your photos take 2 of 2000 MB." in alice.client.get("/settings/").content.decode()


def test_without_a_quota_there_is_always_room(alice: Member, settings: Settings) -> None:
    settings.TINTYPE_QUOTA_MB = 0
    take(alice, 2**50)
    assert start_upload(alice.id, "image/jpeg", 25 * 2**20).parts


def test_of_many_uploads_at_once_those_for_which_there_is_room_are_kept(alice: Member, settings: Settings) -> None:
    """Each was signed while there was room."""
    make_photo(alice.id)
    with on_shard_of(alice.id):
        (size,) = Photo.objects.filter(owner_id=alice.id).values_list("stored_bytes", flat=True)
    take(alice, 2**20 - 3 * size)
    settings.TINTYPE_QUOTA_MB = 1
    photos = [uploaded(alice) for _ in range(4)]
    run_tasks()
    states = [state for state in (photo_state(alice.id, photo) for photo in photos) if state]
    assert sorted(state.state for state in states) == ["ready", "ready", "refused", "refused"]
    assert {state.reason[:18] for state in states if state.state == "refused"} == {"Your photos take 1"}
    with on_shard_of(alice.id):
        assert sum(Photo.objects.filter(owner_id=alice.id).values_list("stored_bytes", flat=True)) <= 2**20


def test_a_post_for_whose_photo_there_is_no_room_waits_for_its_owner(
    alice: Member, bob: Member, settings: Settings
) -> None:
    post_id = early(alice, uploaded(alice))
    take(alice, 2**20)
    settings.TINTYPE_QUOTA_MB = 1
    run_tasks()
    assert [is_seen(one, post_id) for one in (alice, bob)] == [True, False]
