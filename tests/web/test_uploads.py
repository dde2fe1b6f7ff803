"""The compose page's talk with the server."""

import pytest

from tintype.testing.member import Member
from tintype.testing.posts import make_photo

JSON = {"Accept": "application/json"}


def start(member: Member, body: object) -> tuple[int, dict[str, str]]:
    answer = member.client.post("/uploads/", body, content_type="application/json", headers=JSON)
    return answer.status_code, answer.json()


def test_an_upload_is_signed(alice: Member) -> None:
    status, answer = start(alice, {"type": "image/jpeg", "size": 1000})
    assert status == 201
    # As a string: JavaScript's numbers have gaps here.
    assert isinstance(answer["photo_id"], str)
    assert answer["url"] == "/store/"
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
    assert finished.status_code == 400
    assert "did not arrive" in finished.json()["message"]
