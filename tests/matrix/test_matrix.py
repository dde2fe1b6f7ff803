"""Every kind of person on every way to every kind of post; what is expected stands in rule.py alone."""

import uuid

import pytest

from tests.matrix.paths import READ_PATHS, ReadPath
from tests.matrix.rule import CASES, Case
from tests.matrix.scene import place_of
from tintype.photos.queries import comments, is_liked
from tintype.photos.shares.queries import is_shared


@pytest.mark.parametrize("path", READ_PATHS, ids=lambda path: path.name)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_post_is_shown_to_those_who_may_see_it_and_to_nobody_else(case: Case, path: ReadPath) -> None:
    assert path.answer(place_of(case)) == path.expected(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_only_who_may_see_a_post_leaves_a_like_and_a_comment_there(case: Case) -> None:
    place = place_of(case)
    client, address = place.member.client, f"/p/{place.shown.id}/"
    mine = f"said by {place.member.username}"
    client.post(f"{address}like/", {"liked": "1"})
    client.post(f"{address}comments/", {"text": mine, "idempotency_key": str(uuid.uuid4())})
    said = {comment.text for comment in comments(place.account.owner.id, place.shown.post, None, 1000).items}
    did = case.may_see and case.is_signed_in
    assert (is_liked(place.member.id, place.shown.id), mine in said) == (did, did)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_only_what_is_for_everyone_is_shared_and_only_by_who_may_see_it(case: Case) -> None:
    place = place_of(case)
    address = f"/p/{place.shown.id}/share/"
    place.member.client.post(address, {"shared": "1"})
    did = case.is_signed_in and case.may_see and case.is_for_all
    assert is_shared(place.member.id, place.shown.id) == did
    # Others of these tests look at home feeds.
    place.member.client.post(address, {"shared": "0"})
    assert not is_shared(place.member.id, place.shown.id)
