"""Two stores as one, while objects move from the former to the present one."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.stores import spare_none, stored
from tintype.config.env import load_env
from tintype.config.objects import ObjectStore, in_use, mark_of, record_of
from tintype.config.topology import PACKAGED
from tintype.storage import present
from tintype.storage.actions import consume_incoming, copy_object, delete_objects, put_object
from tintype.storage.errors import KeyTaken
from tintype.storage.keys import avatar_key, incoming_key, original_key, rendition_key
from tintype.storage.policy import Grant
from tintype.storage.queries import object_size, signed_url, stored_among, stored_keys
from tintype.storage.store import store, store_of

OLD, NEW = rendition_key(7, 1, 0, "640.jpg"), rendition_key(7, 2, 0, "640.jpg")
JPEG = "image/jpeg"


@pytest.fixture
def former(tmp_path: Path) -> ObjectStore:
    return ObjectStore("directory", tmp_path / "former")


@pytest.fixture(autouse=True)
def _chained(objects: Path, former: ObjectStore, settings: Settings) -> None:
    """What is in the former store was put there before the move began."""
    store_of(former).put(OLD, b"old", JPEG)
    settings.TINTYPE_OBJECTS = ObjectStore("directory", objects, former=former)


def test_what_is_new_goes_to_the_present_store_and_what_is_old_is_read_where_it_is(former: ObjectStore) -> None:
    put_object(NEW, b"new", JPEG)
    assert (stored(OLD), stored(NEW)) == (b"old", b"new")
    assert store_of(former).sizes([OLD, NEW]) == {OLD: 3}
    assert stored_among([OLD, NEW, original_key(7, 1)]) == {OLD, NEW}
    assert sorted(stored_keys("photos")) == sorted([OLD, NEW])


def test_what_has_come_over_is_listed_once_and_read_from_the_present_store(former: ObjectStore, objects: Path) -> None:
    put_object(OLD, b"brought over", JPEG)
    assert list(stored_keys("photos")) == [OLD]
    assert (stored(OLD), object_size(OLD)) == (b"brought over", 12)
    assert (objects / OLD).read_bytes() == b"brought over"


def test_what_is_deleted_is_gone_from_both(former: ObjectStore) -> None:
    put_object(OLD, b"brought over", JPEG)
    delete_objects([OLD, NEW])
    assert (stored(OLD), store_of(former).sizes([OLD])) == (None, {})


def test_an_upload_that_began_at_the_former_store_is_worked_on_and_ends_there(former: ObjectStore) -> None:
    key = incoming_key(7)
    store_of(former).put(key, b"bytes", JPEG)
    assert stored(key) == b"bytes"
    consume_incoming(key)
    assert stored(key) is None
    with pytest.raises(KeyTaken):  # the form is good for no second file
        store_of(former).create(Grant(key, JPEG, 5, 5), BytesIO(b"bytes"))


def test_a_copy_of_what_is_in_the_former_store_is_made_in_the_present_one(former: ObjectStore) -> None:
    copy_object(OLD, NEW)
    assert stored(NEW) == b"old"
    assert store_of(former).sizes([NEW]) == {}


def test_uploads_nobody_came_for_are_swept_out_of_both(former: ObjectStore) -> None:
    for described in (former, ObjectStore("directory", former.path.parent / "objects")):
        store_of(described).put(incoming_key(7), b"bytes", JPEG)
    assert store().sweep_incoming(timedelta(0), spare_none) == 2


def test_an_original_has_a_signed_address_wherever_it_is(former: ObjectStore) -> None:
    key = original_key(7, 1)
    store_of(former).put(key, b"old", JPEG)
    assert f"/store/{key}?X-Amz-" in signed_url(key, 60)


def test_a_running_process_learns_of_another_store_when_it_is_told(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(present._seen, "at", 0)
    here = load_env().model_copy(update={"home": tmp_path / "home", "topology": str(tmp_path / "mine.toml")})
    monkeypatch.setattr(present, "load_env", lambda: here)
    monkeypatch.setattr(present, "_mark", lambda: str(mark_of(here.home)))
    settings.CONTENT_SECURITY_POLICY = settings.CONTENT_SECURITY_POLICY  # given back after the test
    packaged = (PACKAGED / "embedded.toml").read_text()
    (tmp_path / "mine.toml").write_text(packaged.replace('path = "{home}/objects"', 'path = "{home}/elsewhere"'))
    assert mark_of(here.home).exists() is False
    assert store_path() == tmp_path / "objects"
    here.home.mkdir()
    present.tell_all()
    assert store_path() == here.home / "elsewhere"
    assert present.told() == f"the directory {here.home}/elsewhere"
    put_object(avatar_key(7), b"bytes", JPEG)
    assert len(list((here.home / "elsewhere/avatars/7").iterdir())) == 1


def test_a_store_that_is_described_but_not_begun_with_is_not_used(tmp_path: Path) -> None:
    old, new = ObjectStore("directory", tmp_path / "old"), ObjectStore("directory", tmp_path / "new")
    described = replace(new, former=old)
    assert in_use(described, tmp_path) == described  # nobody has said which one is used
    mark_of(tmp_path).parent.mkdir()
    mark_of(tmp_path).write_text(old.name)
    assert in_use(described, tmp_path) == old
    record_of(tmp_path).touch()  # somebody turned back in the middle of a move
    assert in_use(described, tmp_path) == replace(old, former=new)
    mark_of(tmp_path).write_text(new.name)
    assert in_use(described, tmp_path) == described
    assert in_use(new, tmp_path) == new


def store_path() -> Path:
    return present.objects().path
