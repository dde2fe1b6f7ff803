"""The original of a photo: every pixel that was sent, for its owner alone."""

import re
from urllib.parse import urlsplit

from tintype.photos.queries import visible_post
from tintype.testing.member import Member
from tintype.testing.posts import make_photo, make_post


def photo_of(owner: Member) -> int:
    post = visible_post(owner.id, make_post(owner.id))
    assert post
    return post.photos[0].id


def test_its_owner_is_led_to_the_store(alice: Member) -> None:
    for photo_id in (photo_of(alice), make_photo(alice.id)):
        answer = alice.client.get(f"/uploads/{photo_id}/original/")
        assert answer.status_code == 302
        assert "no-store" in answer["Cache-Control"]
        address = urlsplit(answer["Location"])
        assert re.search(rf"/originals/{alice.id}/{photo_id}/\w+\.jpg$", address.path.replace("-", "_"))
        assert "X-Amz-Signature" in address.query


def test_nobody_else_is(alice: Member, bob: Member, charlie: Member, anonymous: Member) -> None:
    photo_id = photo_of(alice)
    answers = [member.client.get(f"/uploads/{photo_id}/original/") for member in (bob, charlie, anonymous)]
    assert [answer.status_code for answer in answers[:2]] == [404, 404]
    assert answers[2]["Location"].startswith("/account/login/")


def test_a_photo_that_is_not_there_has_none(alice: Member) -> None:
    assert alice.client.get("/uploads/1/original/").status_code == 404
