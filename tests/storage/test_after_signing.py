"""What happens between the signing of a form and the post, at both stores. The store knows nothing of people."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from tests.stores import Raw, spare_none, stored
from tests.web.asking import JSON, post_form
from tintype.accounts.suspension import suspend
from tintype.photos.models import Photo
from tintype.photos.parts import still_needed
from tintype.sharding.scope import action_of, on_shard_of
from tintype.storage.actions import put_object
from tintype.storage.queries import stored_keys
from tintype.storage.store import store
from tintype.testing.member import Member
from tintype.testing.posts import make_photo, picture
from tintype.testing.tasks import run_tasks

ONE_MINUTE = timedelta(minutes=1)
HTML = b"<html><script>alert(1)</script></html>"


class Upload:
    """Of one part."""

    def __init__(self, raw: Raw, member: Member) -> None:
        self.raw, self.member = raw, member
        offer = {"type": "image/jpeg", "size": len(picture())}
        answer = member.client.post("/uploads/", offer, content_type="application/json", headers=JSON)
        assert answer.status_code == 201, answer.content
        signed: dict[str, Any] = answer.json()
        self.id = int(signed["photo_id"])
        self.fields = signed["parts"][0]["fields"]
        self.key = self.fields["key"]

    def send(self, data: bytes) -> int:
        return self.raw.send(self.fields, data).status

    def finish(self) -> int:
        status: int = self.member.client.post(f"/uploads/{self.id}/", headers=JSON).status_code
        return status

    def photo(self) -> Photo:
        with on_shard_of(self.member.id):
            return Photo.objects.get(id=self.id)


@pytest.fixture
def upload(raw: Raw, alice: Member) -> Upload:
    return Upload(raw, alice)


def sweep() -> set[str]:
    """What is left of what came in, once it is old."""
    store().sweep_incoming(-ONE_MINUTE, spare_none)
    return set(stored_keys("incoming"))


def test_a_form_sent_again_changes_no_post(upload: Upload, alice: Member) -> None:
    assert (upload.send(picture()), upload.finish()) == (204, 200)
    run_tasks()
    post = alice.client.post("/posts/", post_form([upload.id], "at the sea"), headers=JSON)
    assert post.status_code == 201
    before = {key: stored(key) for _, key, *_ in upload.photo().renditions}

    assert upload.send(bytes(len(picture()))) in (204, 409)
    assert upload.finish() == 200
    run_tasks()
    assert {key: stored(key) for _, key, *_ in upload.photo().renditions} == before
    assert (None in before.values(), upload.photo().state) == (False, Photo.State.READY)
    assert sweep() == set()


def test_photos_of_a_post_outlive_workers_that_stay_away_for_days(upload: Upload, alice: Member) -> None:
    assert (upload.send(picture()), upload.finish()) == (204, 200)
    assert alice.client.post("/posts/", post_form([upload.id], "x"), headers=JSON).status_code == 201
    given_up = Upload(upload.raw, alice)
    assert (given_up.send(picture()), given_up.finish()) == (204, 200)
    store().sweep_incoming(-ONE_MINUTE, still_needed)
    assert (stored(upload.key), stored(given_up.key)) == (picture(), None)
    run_tasks()
    assert (upload.photo().state, given_up.photo().state) == (Photo.State.READY, Photo.State.REFUSED)


def test_bytes_exchanged_before_a_worker_comes_are_looked_at_like_any(upload: Upload) -> None:
    assert (upload.send(picture()), upload.finish()) == (204, 200)
    exchanged = upload.send(HTML.ljust(len(picture()))) == 204
    run_tasks()
    assert upload.photo().state == (Photo.State.REFUSED if exchanged else Photo.State.READY)
    assert stored(upload.key) is None


@pytest.mark.parametrize(
    "data", [picture() + b"x", picture()[:-1], HTML, HTML.ljust(len(picture())), b"\xff\xd8\xff" * 20]
)
def test_what_a_store_let_in_is_not_believed(upload: Upload, data: bytes) -> None:
    """As if it had looked at no condition of the form."""
    assert upload.send(picture()) == 204
    assert upload.finish() == 200
    put_object(upload.key, data, "text/html")
    run_tasks()
    photo = upload.photo()
    assert (photo.state, photo.renditions) == (Photo.State.REFUSED, [])
    assert photo.reason.endswith(".")
    assert stored(upload.key) is None
    assert not [key for key in stored_keys("photos") if f"/{upload.id}/" in key]


def test_bytes_of_another_length_are_asked_for_again(upload: Upload) -> None:
    put_object(upload.key, picture() + b"x", "image/jpeg")
    assert upload.finish() == 409
    assert upload.photo().state == Photo.State.AWAITING


def test_somebody_suspended_after_the_signing_posts_nothing(upload: Upload, alice: Member) -> None:
    suspend(alice.username)
    assert upload.send(picture()) == 204
    assert upload.finish() in (302, 401, 403)
    assert alice.client.post("/posts/", post_form([upload.id], "x"), headers=JSON).status_code in (302, 401, 403)
    run_tasks()
    assert upload.photo().state == Photo.State.AWAITING
    assert sweep() == set()


def test_a_quota_that_is_full_after_the_signing_leaves_nothing(
    upload: Upload, alice: Member, settings: Settings
) -> None:
    assert (upload.send(picture()), upload.finish()) == (204, 200)
    settings.TINTYPE_QUOTA_MB = 1
    other = make_photo(alice.id)
    with action_of(alice.id):
        Photo.objects.filter(id=other).update(stored_bytes=2**20 - 1000)
    run_tasks()
    assert upload.photo().state == Photo.State.REFUSED
    assert "no room" in upload.photo().reason
    assert not [key for key in (*stored_keys("photos"), *stored_keys("originals")) if f"/{upload.id}/" in key]
    assert stored(upload.key) is None


def test_nobody_finishes_the_upload_of_another(upload: Upload, bob: Member) -> None:
    assert upload.send(picture()) == 204
    assert bob.client.post(f"/uploads/{upload.id}/", headers=JSON).status_code == 404
    assert bob.client.post(f"/uploads/{upload.id}/parts/", headers=JSON).status_code == 404
    assert upload.photo().state == Photo.State.AWAITING
