"""What this program asks of a store, asked of both."""

import io
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from tests.stores import Raw, spare_none, stored
from tintype.storage.actions import (
    consume_incoming,
    copy_object,
    delete_objects,
    put_object,
    put_objects,
    receive_upload,
    sign_upload,
    sweep_incoming,
)
from tintype.storage.errors import ObjectMissing, StoreRefused, StoreUnreachable
from tintype.storage.keys import avatar_key, incoming_key, original_key, part_key, rendition_key
from tintype.storage.queries import (
    LARGEST_UPLOAD_BYTES,
    is_stored,
    object_size,
    object_sizes,
    open_object,
    stored_keys,
    stored_since,
)
from tintype.storage.store import store

# What is older than a moment to come: all that is there.
LATER = -timedelta(minutes=1)
NO_KEYS = ["", "/", "/etc/passwd", "incoming", "incoming/7/..", "photos/7/1/../../../x", "tmp/" + "A" * 22]


@pytest.fixture
def account(raw: Raw) -> int:
    """Of the test's own: the bucket is there for all of them."""
    return secrets.randbelow(10**15)


def test_what_was_put_is_read_and_replaced_and_deleted(account: int) -> None:
    key = rendition_key(account, 9, 0, "2048.jpg")
    put_object(key, b"first", "image/jpeg")
    put_object(key, b"second one", "image/jpeg")
    assert (object_size(key), stored(key), is_stored(key)) == (10, b"second one", True)
    delete_objects([key, key])
    assert (stored(key), is_stored(key)) == (None, False)
    with pytest.raises(ObjectMissing):
        object_size(key)


def test_many_are_put_at_once(account: int) -> None:
    objects = [(rendition_key(account, 9, number, "320.jpg"), b"%d" % number, "image/jpeg") for number in range(30)]
    put_objects(objects)
    assert [stored(key) for key, *_ in objects] == [data for _, data, _ in objects]
    with pytest.raises(ObjectMissing):
        put_objects([*objects[:2], ("../x", b"", "image/jpeg")])


def test_an_object_is_a_file_from_any_place(account: int) -> None:
    key = original_key(account, 9)
    data = bytes(range(256)) * 4000
    put_object(key, data, "image/jpeg")
    with open_object(key) as file:
        assert file.read(10) == data[:10]
        assert (file.seek(-10, io.SEEK_END), file.read()) == (len(data) - 10, data[-10:])
        assert (file.seek(500_000), file.read(300_000)) == (500_000, data[500_000:800_000])
        assert (file.seek(5, io.SEEK_CUR), file.tell()) == (800_005, 800_005)
        assert (file.seek(len(data) + 5), file.read()) == (len(data) + 5, b"")
        assert (file.seek(0), file.read()) == (0, data)


def test_a_reader_keeps_the_bytes_that_are_being_replaced(account: int) -> None:
    key = avatar_key(account)
    put_object(key, b"old", "image/jpeg")
    with open_object(key) as file:
        put_object(key, b"new", "image/jpeg")
        assert file.read() == b"old"


@pytest.mark.parametrize("ask", [open_object, object_size, stored_since, consume_incoming])
@pytest.mark.parametrize("key", NO_KEYS)
def test_a_name_of_another_form_is_no_key(raw: Raw, key: str, ask: Callable[[str], object]) -> None:
    with pytest.raises(ObjectMissing):
        ask(key)
    with pytest.raises(ObjectMissing):
        put_object(key, b"data", "image/jpeg")
    with pytest.raises(ObjectMissing):
        delete_objects([key])
    with pytest.raises(ObjectMissing):
        copy_object(key, avatar_key(7))
    assert object_sizes([key]) == {}


def test_a_copy_is_an_object_of_its_own(account: int) -> None:
    source, target = rendition_key(account, 9, 0, "320.webp"), rendition_key(account, 9, 1, "320.webp")
    put_object(source, b"bytes", "image/webp")
    copy_object(source, target)
    delete_objects([source])
    assert (stored(source), stored(target)) == (None, b"bytes")
    with pytest.raises(ObjectMissing):
        copy_object(source, target)
    assert stored(target) == b"bytes"


def test_a_copy_says_what_it_is(raw: Raw, account: int) -> None:
    source, target = rendition_key(account, 9, 0, "320.webp"), rendition_key(account, 9, 1, "320.jpg")
    put_object(source, b"bytes", "image/webp")
    copy_object(source, target)
    assert raw.get(store().signed_url(target, 60)).headers["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("count", [1, 3, 25])
def test_sizes_of_the_parts_that_are_there(account: int, count: int) -> None:
    keys = [part_key(incoming_key(account), number, 30) for number in range(count)]
    others = [part_key(incoming_key(account), number, 30) for number in range(3)]
    for number, key in enumerate(keys):
        put_object(key, b"x" * (number + 1), "image/jpeg")
    assert object_sizes([*others, *keys]) == {key: number + 1 for number, key in enumerate(keys)}
    assert object_sizes([]) == {}


@pytest.mark.slow
def test_sizes_of_many_with_gaps_and_more_than_a_list_holds(account: int) -> None:
    keys = [rendition_key(account, photo, 0, "320.jpg") for photo in range(1_200)]
    for key in keys:
        put_object(key, b"data", "image/jpeg")
    wanted = [*keys[::7], keys[-1], *(rendition_key(account, photo, 1, "320.jpg") for photo in range(0, 1_300, 9))]
    assert object_sizes(wanted) == dict.fromkeys([*keys[::7], keys[-1]], 4)
    assert set(stored_keys("photos")) >= set(keys)
    delete_objects(keys)
    assert not set(stored_keys("photos")) & set(keys)


def test_all_objects_below_a_folder_are_listed(account: int) -> None:
    keys = {avatar_key(account), rendition_key(account, 9, 0, "320.jpg"), original_key(account, 9)}
    for key in keys:
        put_object(key, b"data", "image/jpeg")
    for key in keys:
        mine = {found for found in stored_keys(key.split("/")[0]) if f"/{account}/" in found}
        assert mine == {key}


def test_an_object_knows_since_when_it_is_there(account: int) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)
    source, target = (original_key(account, photo) for photo in (9, 10))
    put_object(source, b"data", "image/jpeg")
    copy_object(source, target)
    assert before < stored_since(source) < datetime.now(UTC) + timedelta(seconds=2)
    assert before < stored_since(target) < datetime.now(UTC) + timedelta(seconds=2)
    with pytest.raises(ObjectMissing):
        stored_since(original_key(account, 11))


def test_an_upload_that_was_consumed_is_gone(account: int) -> None:
    key = incoming_key(account)
    put_object(key, b"data", "image/jpeg")
    consume_incoming(key)
    consume_incoming(key)
    assert (stored(key), object_sizes([key])) == (None, {})


def test_a_form_sent_again_after_the_photo_was_taken_changes_nothing_and_is_swept(raw: Raw, account: int) -> None:
    """What it brings lies in a place that nobody looks at any more, or is refused."""
    upload = sign_upload(account, "image/jpeg", 5)
    photo = rendition_key(account, 9, 0, "320.jpg")
    assert raw.send(upload.fields, b"first").status == 204
    copy_object(upload.key, photo)
    consume_incoming(upload.key)
    assert raw.send(upload.fields, b"other").status in (204, 409)
    assert stored(photo) == b"first"
    store().sweep_incoming(LATER, spare_none)
    assert not [key for key in stored_keys("incoming") if str(account) in key]


def test_a_form_sent_twice_leaves_one_of_the_two_whole(raw: Raw) -> None:
    upload = sign_upload(7, "image/jpeg", 5)
    assert raw.send(upload.fields, b"first").status == 204
    again = raw.send(upload.fields, b"other").status
    assert (again, stored(upload.key)) in ((204, b"other"), (409, b"first"))


def test_the_sweep_takes_uploads_that_nobody_came_for_and_nothing_else(account: int) -> None:
    upload, photo = incoming_key(account), rendition_key(account, 9, 0, "320.jpg")
    for key in (upload, photo):
        put_object(key, b"data", "image/jpeg")
    sweep_incoming(timedelta(0), spare_none)  # never younger than a form
    assert is_stored(upload)
    assert store().sweep_incoming(LATER, spare_none) > 0
    assert (is_stored(upload), is_stored(photo)) == (False, True)


def test_the_sweep_spares_what_somebody_waits_for(account: int) -> None:
    key = incoming_key(account)
    parts, others = ([part_key(of, number, 3) for number in range(3)] for of in (key, incoming_key(account)))
    for part in (*parts, *others):
        put_object(part, b"data", "image/jpeg")
    consume_incoming(others[0])
    asked: list[str] = []

    def spared(uploads: list[str]) -> list[str]:
        asked.extend(upload for upload in uploads if f"/{account}/" in upload)
        return parts

    store().sweep_incoming(LATER, spared)
    assert sorted(asked) == sorted([*parts, *others[1:]])
    assert object_sizes([*parts, *others]) == dict.fromkeys(parts, 4)


def test_bytes_that_an_app_sent_here_lie_where_the_others_do(account: int) -> None:
    key = receive_upload(account, "image/jpeg", io.BytesIO(b"bytes"))
    assert (key.startswith(f"incoming/{account}/"), stored(key)) == (True, b"bytes")
    for data, code in ((b"", "EntityTooSmall"), (bytes(LARGEST_UPLOAD_BYTES + 1), "EntityTooLarge")):
        with pytest.raises(StoreRefused) as refusal:
            receive_upload(account, "image/jpeg", io.BytesIO(data))
        assert refusal.value.code == code


def test_nobody_signs_for_the_key_of_another(raw: Raw) -> None:
    for key in (incoming_key(8), original_key(7, 9), "../x"):
        with pytest.raises(ValueError, match="not to be uploaded"):
            sign_upload(7, "image/jpeg", 5, key)


@pytest.mark.parametrize("raw", ["radosgw"], indirect=True)
def test_a_store_that_is_away_says_nothing_of_its_objects(raw: Raw, settings: Settings) -> None:
    """Else a photo would be taken for lost."""
    key = rendition_key(7, 9, 0, "320.jpg")
    settings.TINTYPE_OBJECTS = replace(raw.described, endpoint="http://127.0.0.1:1")
    for ask in (open_object, object_size, stored_since, lambda key: object_sizes([key]), is_stored):
        with pytest.raises(StoreUnreachable):
            ask(key)


@pytest.mark.parametrize("raw", ["radosgw"], indirect=True)
@pytest.mark.parametrize("wrong", [{"bucket": "of-nobody"}, {"secret_key": "another"}, {"access_key": "another"}])
def test_a_store_that_is_set_up_wrongly_says_nothing_of_its_objects(
    raw: Raw, settings: Settings, wrong: dict[str, Any]
) -> None:
    key = rendition_key(7, 9, 0, "320.jpg")
    settings.TINTYPE_OBJECTS = replace(raw.described, **wrong)
    for ask in (open_object, object_size, stored_since, lambda key: object_sizes([key]), is_stored):
        with pytest.raises(Exception, match=r"NoSuchBucket|404|403|AccessDenied|InvalidAccessKeyId|SignatureDoesNot"):
            ask(key)
