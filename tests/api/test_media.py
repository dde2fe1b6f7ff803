"""Photos that apps send: here, or straight to the object store; described, looked after, removed."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.client import Api, api_of, told
from tests.media import fetch
from tests.sending import send_parts
from tintype.api.views import media
from tintype.photos.limits import ALT_LENGTH
from tintype.photos.queries import visible_post
from tintype.testing.member import Member
from tintype.testing.posts import make_photo, make_post, picture
from tintype.testing.tasks import run_tasks

V1, V2 = "/api/v1/media", "/api/v2/media"


def file(data: bytes | None = None, name: str = "photo.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if data is None else data, kind)


def sent(api: Api, **fields: Any) -> str:
    """The id of a photo that was just sent."""
    return str(told(api.form(V2, {"file": file(), **fields}), 202)["id"])


@pytest.mark.parametrize("kind", ["image/jpeg", "application/octet-stream", ""])
def test_a_photo_is_accepted_by_its_bytes_and_worked_on(alice: Member, kind: str) -> None:
    api = api_of(alice)
    answer = told(
        api.form(V2, {"file": file(name="x", kind=kind), "description": " A wave\r\n", "focus": "0.5,-2"}), 202
    )
    assert (answer["type"], answer["url"], answer["preview_url"]) == ("image", None, None)
    waiting = told(api.get(f"{V1}/{answer['id']}"), 206)
    assert waiting == answer
    run_tasks()
    ready = told(api.get(f"{V1}/{answer['id']}"))
    assert (ready["description"], ready["meta"]["focus"]) == ("A wave", {"x": 0.5, "y": -1})
    assert ready["meta"]["original"] == {"width": 256, "height": 256, "size": "256x256", "aspect": 1}
    assert ready["blurhash"]
    for url in (ready["url"], ready["preview_url"]):
        assert url.startswith("http://")
        assert fetch(url).status == 200


def test_the_old_way_waits_until_the_photo_is_ready(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tintype.api.views.media.time.sleep", lambda _: run_tasks())
    answer = told(api_of(alice).form(V1, {"file": file()}))
    assert answer["url"].startswith("http://")


def test_the_old_way_does_not_wait_for_ever(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "READY_SECONDS", 0)
    assert told(api_of(alice).form(V1, {"file": file()}), 503)["error"]


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no file": ({}, "blank"),
    "an empty file": ({"file": file(b"")}, "empty"),
    "not a picture": ({"file": file(b"MZ this is a program")}, "not a photo"),
    "a HEIC": ({"file": file(b"\0\0\0\x18ftypheic" + bytes(60))}, "HEIC"),
    "a key that was never signed": ({"key": "incoming/1/x"}, ""),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_photo_is_refused_in_the_words_that_apps_look_for(alice: Member, what: str) -> None:
    fields, words = BAD[what]
    answer = api_of(alice).form(V2, fields)
    if not words:
        told(answer, 404)
        return
    body = told(answer, 422)
    assert words in body["errors"]["file"][0]
    assert body["error"].startswith("Validation failed: ")


def test_a_photo_that_turns_out_damaged_says_so_when_it_is_looked_at(alice: Member) -> None:
    api = api_of(alice)
    photo_id = told(api.form(V2, {"file": file(picture()[:600])}), 202)["id"]
    run_tasks()
    assert "damaged" in told(api.get(f"{V1}/{photo_id}"), 422)["errors"]["file"][0]


WRONG = {"file": "text", "focus": "north", "description": {"a": 1}}


@pytest.mark.parametrize("field", WRONG)
def test_a_field_of_the_wrong_type_is_named(alice: Member, field: str) -> None:
    assert field in told(api_of(alice).post(V2, {field: WRONG[field]}), 422)["error"]


def test_a_description_that_is_too_long_is_refused_and_nothing_is_kept(alice: Member, objects: Path) -> None:
    api = api_of(alice)
    told(api.form(V2, {"file": file(), "description": "x" * (ALT_LENGTH + 1)}), 422)
    assert not objects.exists()


def test_a_signed_upload_takes_the_way_past_this_server(alice: Member, bob: Member) -> None:
    api, data = api_of(alice), picture()
    form = told(api.post("/api/v1/uploads", {"content_type": "image/jpeg", "size": len(data)}))
    told(api.post(V2, {"key": form["key"]}), 422)  # nothing is there yet
    rest = told(api.post(f"/api/v1/uploads/{form['id']}"))
    assert (rest["key"], [part["number"] for part in rest["parts"]]) == (form["key"], [0])
    send_parts(rest, data)
    told(api_of(bob).post(V2, {"key": form["key"]}), 404)
    told(api_of(bob).post(f"/api/v1/uploads/{form['id']}"), 404)
    assert told(api.post(f"/api/v1/uploads/{form['id']}")) == {**form, "url": "", "parts": [], "expires_at": None}
    first = told(api.post(V2, {"key": form["key"], "description": "Dunes", "focus": "0,1"}), 202)
    again = told(api.post(V2, {"key": form["key"]}), 202)
    assert again["id"] == first["id"] == form["id"]
    run_tasks()
    ready = told(api.get(f"{V1}/{first['id']}"))
    assert (ready["description"], ready["meta"]["focus"]) == ("Dunes", {"x": 0, "y": 1})


@pytest.mark.parametrize(("content_type", "size"), [("image/heic", 9), ("text/plain", 9), ("image/png", 2**40)])
def test_an_upload_that_would_be_refused_is_not_signed(alice: Member, content_type: str, size: int) -> None:
    answer = api_of(alice).post("/api/v1/uploads", {"content_type": content_type, "size": size})
    assert told(answer, 422)["errors"]["file"]


@pytest.mark.parametrize("way", ["json", "query", "form"])
def test_a_photo_is_described_before_and_after_it_is_posted(alice: Member, way: str) -> None:
    api, post_id = api_of(alice), make_post(alice.id)
    post = visible_post(None, post_id)
    assert post is not None
    for photo_id in (make_photo(alice.id), post.photos[0].id):
        path = f"{V1}/{photo_id}"
        if way == "json":
            answer = api.put(path, {"description": "New words"})
        elif way == "query":
            answer = api.put(f"{path}?description=New+words")
        else:
            answer = api.client.put(
                path, "description=New+words", headers=api.headers, content_type="application/x-www-form-urlencoded"
            )
        assert told(answer)["description"] == "New words"
    changed = visible_post(None, post_id)
    assert changed is not None
    assert changed.photos[0].alt == "New words"


def test_a_photo_in_no_post_can_be_removed_and_a_posted_one_cannot(alice: Member, objects: Path) -> None:
    api = api_of(alice)
    photo_id, waiting = make_photo(alice.id), sent(api)
    for one in (photo_id, waiting):
        assert told(api.delete(f"{V1}/{one}")) == {}
        told(api.delete(f"{V1}/{one}"), 404)
    run_tasks()
    assert [path for path in objects.rglob("*") if path.is_file() and path.stat().st_size] == []
    post = visible_post(None, make_post(alice.id))
    assert post is not None
    told(api.delete(f"{V1}/{post.photos[0].id}"), 404)


ONE: dict[str, Callable[[Api, str], Any]] = {
    "show": lambda api, path: api.get(path),
    "describe": lambda api, path: api.put(path, {"description": "Mine"}),
    "remove": lambda api, path: api.delete(path),
}


@pytest.mark.parametrize("what", ONE)
def test_somebody_elses_photo_is_not_there(alice: Member, bob: Member, what: str) -> None:
    photo_id = make_photo(alice.id)
    told(ONE[what](api_of(bob), f"{V1}/{photo_id}"), 404)
    assert told(api_of(alice).get(f"{V1}/{photo_id}"))["description"] is None


def test_a_file_that_is_too_large_is_refused_before_and_after_it_is_read(alice: Member) -> None:
    api, jpeg = api_of(alice), b"\xff\xd8\xff"
    told(api.form(V2, {"file": file(jpeg + bytes(26 * 2**20))}), 413)
    assert "25 MB" in told(api.form(V2, {"file": file(jpeg + bytes(25 * 2**20))}), 422)["errors"]["file"][0]


@pytest.mark.parametrize("where", ["form", "store"])
def test_a_disk_that_is_full_is_told_as_what_passes(
    alice: Member, monkeypatch: pytest.MonkeyPatch, where: str, objects: Path
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    name = "django.core.files.uploadhandler.TemporaryUploadedFile.write" if where == "form" else "os.fsync"
    monkeypatch.setattr(name, full)
    large = picture() + bytes(3 * 2**20)
    assert "no room" in told(api_of(alice).form(V2, {"file": file(large)}), 503)["error"]
    assert not [path for path in objects.rglob("*") if path.is_file()]
