import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from tests.storage.conftest import files_in
from tests.stores import spare_none
from tintype.storage.actions import consume_incoming, delete_objects, put_object, sweep_incoming
from tintype.storage.errors import ObjectMissing
from tintype.storage.keys import avatar_key, incoming_key, rendition_key
from tintype.storage.queries import object_size, open_object

DAY = timedelta(days=1)
NO_KEYS = [
    "",
    "/",
    "/etc/passwd",
    "incoming",
    "incoming/7",
    "incoming/7/..",
    "incoming/7/../../../etc/passwd",
    "incoming/../photos/7/1/AAAAAAAAAAAAAAAAAAAAAA-small.jpg",
    "photos/7/1/../../../../AAAAAAAAAAAAAAAAAAAAAA-small.jpg",
    "photos/7/1/AAAAAAAAAAAAAAAAAAAAAA-small.jpg/",
    "photos/7/1/AAAAAAAAAAAAAAAAAAAAAA-small.jpg\n",
    "photos/7/1/AAAAAAAAAAAAAAAAAAAAAA-small.jpg\0",
    "photos/7/1/AAAAAAAAAAAAAAAAAAAAAA-huge.jpg",
    "photos/7/1/AAAAAAAAAAAAAAAAAAAAAA-small.html",
    "photos/\u0667/1/AAAAAAAAAAAAAAAAAAAAAA-small.jpg",
    "photos//7/1/AAAAAAAAAAAAAAAAAAAAAA-small.jpg",
    "photos/-7/1/AAAAAAAAAAAAAAAAAAAAAA-small.jpg",
    "avatars/7/AAAAAAAAAAAAAAAAAAAAAAA.jpg",
    "avatars/7/..AAAAAAAAAAAAAAAAAAAA.jpg",
    "tmp/AAAAAAAAAAAAAAAAAAAAAA",
]


@pytest.mark.parametrize("key", NO_KEYS)
def test_a_name_of_another_form_is_no_key(objects: Path, key: str) -> None:
    with pytest.raises(ObjectMissing):
        open_object(key)
    with pytest.raises(ObjectMissing):
        put_object(key, b"data", "image/jpeg")
    with pytest.raises(ObjectMissing):
        delete_objects([key])
    assert not objects.exists()


def test_what_was_put_is_read_and_replaced_and_deleted(objects: Path) -> None:
    key = rendition_key(7, 9, 0, "2048.jpg")
    put_object(key, b"first", "image/jpeg")
    put_object(key, b"second one", "image/jpeg")
    assert object_size(key) == 10
    with open_object(key) as file:
        assert file.read() == b"second one"
    delete_objects([key, key])
    with pytest.raises(ObjectMissing):
        object_size(key)
    assert files_in(objects) == []


def test_the_folder_of_a_photo_goes_with_its_last_rendition(objects: Path) -> None:
    keys = [rendition_key(7, 9, 0, name) for name in ("320.jpg", "1080.webp")]
    for key in keys:
        put_object(key, b"data", "image/jpeg")
    delete_objects(keys[:1])
    assert (objects / "photos/7/9").is_dir()
    delete_objects(keys)
    assert not (objects / "photos/7/9").exists()


def test_nobody_else_on_the_machine_may_read(objects: Path) -> None:
    before = os.umask(0)
    try:
        put_object(rendition_key(7, 9, 0, "320.jpg"), b"data", "image/jpeg")
        put_object(avatar_key(7), b"data", "image/jpeg")
    finally:
        os.umask(before)
    modes = {path.stat().st_mode & 0o777 for path in objects.rglob("*") if path.is_dir()}
    assert modes | {objects.stat().st_mode & 0o777} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in files_in(objects)} == {0o600}


def test_a_photo_rendered_twice_gets_the_same_keys_and_another_one_others() -> None:
    keys = {
        rendition_key(account, photo, 0, name)
        for account in (1, 2)
        for photo in (3, 4)
        for name in ("320.jpg", "2048.jpg")
    }
    assert len(keys) == 8
    assert rendition_key(1, 3, 0, "320.jpg") in keys


def test_sweep_takes_what_is_old_and_nothing_else(objects: Path) -> None:
    old, fresh, consumed = incoming_key(7), incoming_key(7), incoming_key(7)
    for key in (old, fresh, consumed, rendition_key(7, 9, 0, "320.jpg")):
        put_object(key, b"data", "image/jpeg")
    consume_incoming(consumed)
    (objects / "tmp" / "half-written").write_bytes(b"da")
    two_days_ago = time.time() - 2 * 86400
    for path in files_in(objects):
        if path.name != fresh.replace("/", "-").removeprefix("incoming-"):
            os.utime(path, (two_days_ago, two_days_ago))
    assert sweep_incoming(DAY, spare_none) == 3
    assert object_size(fresh) == 4
    assert object_size(rendition_key(7, 9, 0, "320.jpg")) == 4
    assert len(files_in(objects)) == 2


def test_sweep_never_frees_a_key_whose_form_is_still_good(objects: Path) -> None:
    key = incoming_key(7)
    put_object(key, b"data", "image/jpeg")
    consume_incoming(key)
    assert sweep_incoming(timedelta(0), spare_none) == 0
    assert len(files_in(objects)) == 1


def test_sweep_of_a_store_that_was_never_used() -> None:
    assert sweep_incoming(DAY, spare_none) == 0
