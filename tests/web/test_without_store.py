"""Without the object store nobody loses anything: pages come, uploads are told to try again, photos wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import override_settings

from tests.sending import send_parts
from tests.web.asking import JSON, post_form
from tintype.photos.processing import process_photo
from tintype.photos.queries import photo_state
from tintype.storage.errors import StoreUnreachable
from tintype.testing.member import Member
from tintype.testing.posts import make_post, picture
from tintype.testing.tasks import run_tasks


@contextmanager
def store_away() -> Iterator[None]:
    """Nobody listens where the S3 should be."""
    away = replace(settings.TINTYPE_OBJECTS, kind="s3", endpoint="http://127.0.0.1:1", bucket="tintype", region="x")
    with override_settings(TINTYPE_OBJECTS=replace(away, access_key="a", secret_key="b")):
        yield


def started(member: Member) -> dict[str, object]:
    offer = {"type": "image/jpeg", "size": len(picture())}
    signed: dict[str, object] = member.client.post(
        "/uploads/", offer, content_type="application/json", headers=JSON
    ).json()
    assert send_parts(signed, picture()) == [204]
    return signed


def test_pages_come_without_the_store(alice: Member) -> None:
    post = make_post(alice.id)
    with store_away():
        for path in ("/", f"/p/{post}/", f"/@{alice.username}/", "/healthz"):
            assert alice.client.get(path).status_code == 200, path


def test_an_upload_is_told_to_try_again(alice: Member) -> None:
    path = f"/uploads/{started(alice)['photo_id']}/"
    with store_away():
        for asked in (path, f"{path}parts/"):
            answer = alice.client.post(asked, headers=JSON)
            assert (answer.status_code, answer["Retry-After"]) == (503, "5"), asked
    assert alice.client.post(path, headers=JSON).status_code == 200


def test_photos_of_a_post_wait_for_the_store(alice: Member) -> None:
    photo_id = int(str(started(alice)["photo_id"]))
    alice.client.post(f"/uploads/{photo_id}/", headers=JSON)
    assert alice.client.post("/posts/", post_form([photo_id], "x"), headers=JSON).status_code == 201
    with store_away(), pytest.raises(StoreUnreachable):
        process_photo.call(photo_id)
    waiting = photo_state(alice.id, photo_id)
    assert waiting
    assert waiting.state == "uploaded"
    run_tasks()
    ready = photo_state(alice.id, photo_id)
    assert ready
    assert ready.state == "ready"
