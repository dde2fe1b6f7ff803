"""Files that are made to harm, sent as an app sends a photo: each gets an answer, and the next one is worked on."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.client import api_of, told
from tests.photos.imaging.hostile import CORPUS
from tintype.photos.queries import photo_state
from tintype.testing.member import Member
from tintype.testing.posts import picture
from tintype.testing.tasks import run_tasks

KINDS = sorted({name[: name.index(":")] for name in CORPUS})


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_file_gets_an_error_of_the_server_or_stops_the_work(alice: Member, kind: str) -> None:
    api = api_of(alice)
    for name, make in CORPUS.items():
        if not name.startswith(f"{kind}:"):
            continue
        answer = api.form("/api/v2/media", {"file": SimpleUploadedFile("photo.jpg", make(), "image/jpeg")})
        if answer.status_code != 202:
            assert answer.status_code in {413, 422}, name
            assert answer.json()["error"], name
            continue
        run_tasks()
        found = photo_state(alice.id, int(answer.json()["id"]))
        assert found, name
        assert (found.state, bool(found.reason)) in {("ready", False), ("refused", True)}, name
    good = told(api.form("/api/v2/media", {"file": SimpleUploadedFile("photo.jpg", picture(), "image/jpeg")}), 202)
    run_tasks()
    assert told(api.get(f"/api/v1/media/{good['id']}"))["url"]


def test_only_what_is_decoded_is_advertised(alice: Member) -> None:
    types = told(api_of(alice).get("/api/v2/instance"))["configuration"]["media_attachments"]["supported_mime_types"]
    assert sorted(types) == ["image/gif", "image/jpeg", "image/png", "image/webp"]
