"""Files that are missing in the object store, and files to which nothing points."""

import os
import time
from pathlib import Path

import pytest
from django.conf import settings

from tests.deep.looking import assert_left, assert_mended, said, sql
from tintype.photos.faces import set_avatar, set_header
from tintype.sharding.scope import shard_of, shard_of_id
from tintype.storage.actions import put_object
from tintype.storage.keys import avatar_key, header_key, original_key, rendition_key
from tintype.storage.queries import is_stored, object_size
from tintype.testing.member import Member
from tintype.testing.posts import make_photo, make_post, picture

DAY_SECONDS = 24 * 3600


def path_of(key: str) -> Path:
    return settings.TINTYPE_OBJECTS.path / key


def make_old(key: str, seconds: int = DAY_SECONDS + 60) -> None:
    then = time.time() - seconds
    os.utime(path_of(key), (then, then))


def stored(key: str, seconds: int = DAY_SECONDS + 60) -> str:
    put_object(key, b"some bytes", "image/jpeg")
    make_old(key, seconds)
    return key


@pytest.fixture
def photo(alice: Member) -> int:
    """In a post."""
    return int(sql(shard_of(alice.id), "SELECT id FROM photos_photo WHERE post_id = %s", make_post(alice.id)))


def test_a_lost_rendition_is_made_again_from_the_original(alice: Member, photo: int) -> None:
    post = sql(shard_of_id(photo), "SELECT post_id FROM photos_photo WHERE id = %s", photo)
    keys = {name: rendition_key(alice.id, photo, 0, name) for name in ("150.jpg", "150.webp")}
    sizes = {name: object_size(key) for name, key in keys.items()}
    for key in keys.values():
        path_of(key).unlink()
    lacks = [f"Photo {photo} of post {post} lacks its rendition {name} ({key})." for name, key in keys.items()]
    assert_mended((photo,), *lacks)
    # Made from a JPEG of the photo and not from the photo itself, so it may be some bytes shorter or longer; and so
    # under another key, since none ever has two contents.
    made = {name: object_size(rendition_key(alice.id, photo, 1, name)) for name in keys}
    assert made == pytest.approx(sizes, rel=0.1)


def test_an_empty_file_counts_as_lost(alice: Member) -> None:
    photo = make_photo(alice.id)
    key = rendition_key(alice.id, photo, 0, "150.jpg")
    path_of(key).write_bytes(b"")
    assert_mended((photo,), f"Photo {photo} that is in no post yet lacks its rendition 150.jpg ({key}).")


def test_without_the_original_nothing_can_be_made_again(alice: Member, photo: int) -> None:
    post = sql(shard_of_id(photo), "SELECT post_id FROM photos_photo WHERE id = %s", photo)
    keys = {"150.jpg": rendition_key(alice.id, photo, 0, "150.jpg"), "original": original_key(alice.id, photo)}
    for key in keys.values():
        path_of(key).unlink()
    lost = "The original is gone too: only a backup has it."
    assert_left(
        (photo,),
        *(f"Photo {photo} of post {post} lacks its rendition {name} ({key}). {lost}" for name, key in keys.items()),
    )


def test_a_file_of_no_photo_goes_once_it_is_a_day_old(alice: Member, photo: int) -> None:
    unknown = photo + (1 << 23)
    key = stored(rendition_key(alice.id, unknown, 0, "320.jpg"), DAY_SECONDS - 600)
    assert said(key) == []
    make_old(key)
    assert_mended((key,), f"The object store holds {key}, but there is no such photo.")
    assert not is_stored(key)


def test_a_second_file_of_a_photo_goes(alice: Member, photo: int) -> None:
    key = stored(rendition_key(alice.id, photo, 0, "320.jpg").replace("-320", "-640"))
    assert_mended((key,), f"The object store holds {key}, but photo {photo} has no such rendition.")


@pytest.mark.parametrize("state", ["awaiting", "uploaded"])
def test_files_of_a_photo_that_is_being_looked_at_stay_however_old_they_are(alice: Member, state: str) -> None:
    photo = make_photo(alice.id)
    sql(shard_of_id(photo), "UPDATE photos_photo SET state = %s, renditions = '[]' WHERE id = %s", state, photo)
    make_old(rendition_key(alice.id, photo, 0, "150.jpg"))
    assert said(photo) == []


def test_a_file_whose_name_tintype_does_not_give_is_shown_and_stays(alice: Member) -> None:
    name = f"photos/{alice.id}/notes.txt"
    path_of(name).parent.mkdir(parents=True, exist_ok=True)
    path_of(name).write_text("not ours")
    assert_left((name,), f"The object store holds {name}, which is no name of an object of Tintype's.")
    assert path_of(name).read_text() == "not ours"
    path_of(name).unlink()


def test_a_person_whose_picture_is_lost_is_named(alice: Member) -> None:
    set_avatar(alice.id, picture())
    path_of(alice.person.avatar_key).unlink()
    key = alice.person.avatar_key
    assert_left((key,), f"The avatar of account {alice.id} is missing ({key}). They can choose it anew.")


def test_a_header_that_is_lost_or_that_nobody_shows_is_found(alice: Member) -> None:
    set_header(alice.id, picture())
    unused = stored(header_key(alice.id))
    assert_mended((alice.person.header_key, unused), f"The object store holds {unused}, but it is nobody's header.")
    key = alice.person.header_key
    path_of(key).unlink()
    assert_left((key,), f"The header of account {alice.id} is missing ({key}). They can choose it anew.")


def test_a_picture_that_nobody_shows_goes_once_it_is_a_day_old(alice: Member) -> None:
    set_avatar(alice.id, picture())
    make_old(alice.person.avatar_key)
    young, old = stored(avatar_key(alice.id), 60), stored(avatar_key(alice.id))
    assert_mended((alice.person.avatar_key, young, old), f"The object store holds {old}, but it is nobody's avatar.")
    assert [is_stored(key) for key in (alice.person.avatar_key, young, old)] == [True, True, False]
