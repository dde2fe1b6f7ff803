"""The compose page's talk with the server."""

import io
import os
from typing import Any

import pytest
from PIL import Image

from tests.sending import send_parts
from tintype.photos.parts import PART_BYTES
from tintype.testing.member import Member
from tintype.testing.posts import make_photo
from tintype.testing.tasks import run_tasks

JSON = {"Accept": "application/json"}


def start(member: Member, body: object) -> tuple[int, dict[str, Any]]:
    answer = member.client.post("/uploads/", body, content_type="application/json", headers=JSON)
    return answer.status_code, answer.json()


def test_an_upload_is_signed(alice: Member) -> None:
    status, answer = start(alice, {"type": "image/jpeg", "size": 1000})
    assert status == 201
    # As a string: JavaScript's numbers have gaps here.
    assert isinstance(answer["photo_id"], str)
    assert answer["url"]
    assert [(part["n"], part["start"], part["end"]) for part in answer["parts"]] == [(0, 0, 1000)]
    state = alice.client.get(f"/uploads/{answer['photo_id']}/", headers=JSON).json()
    assert state == {"state": "awaiting", "reason": "", "thumb": None}


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        "null",
        '"x"',
        "{}",
        '{"type": 1, "size": 1}',
        '{"type": "image/jpeg", "size": "1"}',
        '{"type": "image/jpeg", "size": true}',
        '{"type": "image/jpeg", "size": 1.5}',
        "\udcff",
        "[" * 100_000,
    ],
)
def test_nonsense_is_told_so(alice: Member, body: str) -> None:
    status, answer = start(alice, body.encode("utf-8", "surrogateescape"))
    assert status == 400
    assert "size" in answer["message"]


@pytest.mark.parametrize(
    ("offer", "words"),
    [
        ({"type": "image/heic", "size": 10}, "HEIC"),
        ({"type": "text/html", "size": 10}, "not a photo"),
        ({"type": "image/jpeg", "size": 0}, "empty"),
        ({"type": "image/jpeg", "size": -1}, "empty"),
        ({"type": "image/jpeg", "size": 2**70}, "too large"),
    ],
)
def test_what_cannot_become_a_photo_is_refused_before_it_is_sent(
    alice: Member, offer: dict[str, object], words: str
) -> None:
    status, answer = start(alice, offer)
    assert status == 400
    assert words in answer["message"]


def test_others_photos_are_not_there(alice: Member, charlie: Member) -> None:
    photo = make_photo(alice.id)
    assert alice.client.get(f"/uploads/{photo}/", headers=JSON).json()["state"] == "ready"
    for method in (charlie.client.get, charlie.client.post):
        assert method(f"/uploads/{photo}/", headers=JSON).status_code == 404


def test_finished_before_the_bytes_came(alice: Member) -> None:
    _, answer = start(alice, {"type": "image/jpeg", "size": 1000})
    finished = alice.client.post(f"/uploads/{answer['photo_id']}/", headers=JSON)
    assert finished.status_code == 409
    assert finished.json() == {
        "message": "The photo did not arrive whole. Please send the rest of it again.",
        "missing": [0],
    }


def noisy() -> bytes:
    """A photo of three parts: noise does not let itself be packed."""
    file = io.BytesIO()
    Image.frombytes("RGB", (1000, 800), os.urandom(1000 * 800 * 3)).save(file, "PNG")
    assert 2 * PART_BYTES < len(file.getvalue()) < 3 * PART_BYTES
    return file.getvalue()


def test_a_large_photo_comes_in_parts_and_only_what_is_missing_is_sent_again(alice: Member) -> None:
    data = noisy()
    _, signed = start(alice, {"type": "image/png", "size": len(data)})
    spans = [(part["start"], part["end"]) for part in signed["parts"]]
    assert spans == [(0, PART_BYTES), (PART_BYTES, 2 * PART_BYTES), (2 * PART_BYTES, len(data))]
    path = f"/uploads/{signed['photo_id']}/"
    send_parts(signed, data, [signed["parts"][2], signed["parts"][0]])
    early = alice.client.post(path, headers=JSON)
    assert (early.status_code, early.json()["missing"]) == (409, [1])
    rest = alice.client.post(f"{path}parts/", headers=JSON).json()
    assert (rest["photo_id"], [part["n"] for part in rest["parts"]]) == (signed["photo_id"], [1])
    send_parts(rest, data)
    assert alice.client.post(path, headers=JSON).json()["state"] == "uploaded"
    run_tasks()
    assert alice.client.get(path, headers=JSON).json()["state"] == "ready"
    done = alice.client.post(f"{path}parts/", headers=JSON).json()
    assert (done["parts"], alice.client.post(path, headers=JSON).json()["state"]) == ([], "ready")


def test_parts_of_different_lengths_do_not_change_places(alice: Member) -> None:
    data = noisy()
    _, signed = start(alice, {"type": "image/png", "size": len(data)})
    first, last = signed["parts"][0], signed["parts"][2]
    send_parts(signed, data, [{**first, "start": last["start"], "end": last["end"]}])
    missing = alice.client.post(f"/uploads/{signed['photo_id']}/", headers=JSON).json()["missing"]
    assert missing == [0, 1, 2]


def test_somebody_elses_upload_cannot_be_gone_on_with(alice: Member, charlie: Member, anonymous: Member) -> None:
    _, signed = start(alice, {"type": "image/jpeg", "size": 1000})
    path = f"/uploads/{signed['photo_id']}/parts/"
    assert [member.client.post(path, headers=JSON).status_code for member in (alice, charlie, anonymous)] == [
        200,
        404,
        401,
    ]
