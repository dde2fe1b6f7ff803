"""A photo's whole way through HTTP: signed, sent, looked at, posted, seen. And what is turned away on it."""

import io
import json
import re
from typing import Any

import pytest
from PIL import Image

from tests.media import fetch
from tests.sending import send_parts
from tests.web.asking import JSON, body, post_form, status_and_place
from tintype.testing.member import Member
from tintype.testing.posts import picture
from tintype.testing.tasks import run_tasks


def sign(member: Member, size: int, content_type: str = "image/jpeg") -> dict[str, Any]:
    offer = {"type": content_type, "size": size}
    answer = member.client.post("/uploads/", offer, content_type="application/json", headers=JSON)
    assert answer.status_code == 201
    signed: dict[str, Any] = answer.json()
    return signed


def sent(signed: dict[str, Any], data: bytes) -> bool:
    return all(status < 300 for status in send_parts(signed, data))


def finish(member: Member, signed: dict[str, Any]) -> dict[str, str]:
    """How the photo stands after the workers have seen it."""
    path = f"/uploads/{signed['photo_id']}/"
    assert member.client.post(path, headers=JSON).status_code == 200
    run_tasks()
    state: dict[str, str] = member.client.get(path, headers=JSON).json()
    return state


def upload(member: Member, data: bytes, content_type: str = "image/jpeg") -> tuple[str, dict[str, str]]:
    signed = sign(member, len(data), content_type)
    assert sent(signed, data)
    return signed["photo_id"], finish(member, signed)


def test_from_the_phone_to_everybodys_eyes(alice: Member, anonymous: Member) -> None:
    photo, state = upload(alice, picture())
    assert (state["state"], state["reason"]) == ("ready", "")
    assert Image.open(io.BytesIO(fetch(state["thumb"]).body)).format == "JPEG"
    answer = alice.client.post("/posts/", post_form([int(photo)], "at the sea #sea"), headers=JSON)
    assert (answer.status_code, list(answer.json())) == (201, ["url"])
    page = body(anonymous.client.get(answer.json()["url"]))
    assert 'at the sea <a href="/t/sea/">#sea</a>' in page
    address = re.findall(r'<img src="([^"]+/photos/[^"]+)"', page)[0].replace("&amp;", "&")
    assert fetch(address).status == 200


HTML = b"<html><script>alert(1)</script></html>"
PNG = io.BytesIO()
Image.new("RGB", (8, 8)).save(PNG, "PNG")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (HTML, "not a photo"),
        (b"GIF89a" + HTML, "damaged"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not a photo"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), "HEIC"),
    ],
    ids=["html", "gif", "svg", "heic"],
)
def test_a_file_under_a_false_name_is_refused_in_words(alice: Member, data: bytes, words: str) -> None:
    photo, state = upload(alice, data)
    assert (state["state"], bool(state["thumb"])) == ("refused", False)
    assert words in state["reason"]
    refused = alice.client.post("/posts/", post_form([int(photo)]), headers=JSON)
    assert (refused.status_code, refused.json()) == (400, {"errors": {"photo_ids": state["reason"]}})


def test_a_damaged_photo_is_refused_in_words(alice: Member) -> None:
    _, state = upload(alice, picture()[:-200])
    assert (state["state"], "damaged" in state["reason"]) == ("refused", True)


def test_a_photo_of_another_good_type_than_it_said_is_taken_for_what_it_is(alice: Member) -> None:
    assert upload(alice, PNG.getvalue(), "image/jpeg")[1]["state"] == "ready"


def test_bytes_come_in_once_however_often_they_are_sent(alice: Member) -> None:
    signed = sign(alice, len(picture()))
    for _ in range(2):
        send_parts(signed, picture())
    ready = finish(alice, signed)
    assert ready["state"] == "ready"
    # The worker has taken the bytes away; what is sent after that changes nothing.
    send_parts(signed, PNG.getvalue().ljust(len(picture())))
    again = finish(alice, signed)
    assert again["thumb"].partition("?")[0] == ready["thumb"].partition("?")[0]


def test_a_photo_is_posted_once_and_by_its_owner(alice: Member, bob: Member) -> None:
    photo, _ = upload(alice, picture())
    by_other = bob.client.post("/posts/", post_form([int(photo)]), headers=JSON)
    first = alice.client.post("/posts/", post_form([int(photo)]), headers=JSON)
    again = alice.client.post("/posts/", post_form([int(photo)]), headers=JSON)
    assert [answer.status_code for answer in (by_other, first, again)] == [400, 201, 400]
    assert by_other.json() == {"errors": {"photo_ids": "One of the photos is gone. Please add it again."}}


def test_a_photo_that_is_not_ready_yet_asks_to_wait(alice: Member) -> None:
    signed = sign(alice, len(picture()))
    early = alice.client.post("/posts/", post_form([int(signed["photo_id"])]), headers=JSON)
    assert early.json() == {"errors": {"photo_ids": "One of the photos is not ready yet. Please wait a moment."}}


def test_none_of_it_is_for_who_is_not_signed_in(alice: Member, anonymous: Member) -> None:
    photo, _ = upload(alice, picture())
    for path in ("/uploads/", f"/uploads/{photo}/", "/posts/"):
        answer = anonymous.client.post(path, headers=JSON)
        assert (answer.status_code, answer.json()) == (401, {"message": "Please sign in."})
    assert status_and_place(anonymous.client.get("/new/")) == (302, "/account/login/?next=/new/")


def test_a_huge_offer_is_told_in_json(alice: Member) -> None:
    offer = json.dumps({"type": "x" * 2**20, "size": 1})
    answer = alice.client.post("/uploads/", offer, content_type="application/json", headers=JSON)
    assert (answer.status_code, list(answer.json())) == (413, ["message"])
