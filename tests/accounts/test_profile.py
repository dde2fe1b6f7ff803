"""What people say of themselves: cleaned, bounded, and left as it is where nothing is said."""

from typing import Any

import pytest

from tintype.accounts.actions import update_profile
from tintype.accounts.errors import ProfileRefused
from tintype.accounts.limits import BIO_LENGTH, FIELD_LENGTH, MOST_FIELDS, NAME_LENGTH
from tintype.lib.errors import Refused
from tintype.photos.faces import drop_avatar, drop_header, set_avatar, set_header
from tintype.photos.imaging.errors import PhotoRefused
from tintype.storage.queries import is_stored
from tintype.testing.member import Member
from tintype.testing.posts import picture


def test_what_is_left_out_stays_as_it_is(alice: Member) -> None:
    update_profile(alice.id, name=" Ann\0 \n Lee ", bio="One\r\ntwo ", website="example.org/me", is_bot=True)
    update_profile(alice.id, fields=[("Pronouns", "she"), ("", " "), ("Home", "")], hides_follows=True)
    update_profile(alice.id, is_discoverable=False)
    seen = alice.person
    assert (seen.name, seen.bio, seen.website) == ("Ann Lee", "One\ntwo", "https://example.org/me")
    assert (seen.is_private, seen.is_bot, seen.hides_follows, seen.is_discoverable) == (False, True, True, False)
    assert seen.fields == (("Pronouns", "she"), ("Home", ""))
    update_profile(alice.id, website="", fields=[])
    assert (alice.person.website, alice.person.fields) == ("", ())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * (NAME_LENGTH + 1)),
        ("bio", "\ufb2c" * (BIO_LENGTH // 3 + 1)),
        ("website", "javascript://example.org/%0aalert(1)"),
        ("website", "no address"),
        ("website", "https://example.org/" + "x" * 200),
        ("fields", [("a", "b")] * (MOST_FIELDS + 1)),
        ("fields", [("", "a value of nothing")]),
        ("fields", [("a", "x" * (FIELD_LENGTH + 1))]),
    ],
)
def test_what_does_not_fit_is_refused_by_its_name_and_nothing_changes(alice: Member, field: str, value: Any) -> None:
    before = alice.person
    with pytest.raises(ProfileRefused) as refused:
        update_profile(alice.id, is_private=True, **{field: value})
    assert refused.value.field == field
    assert alice.person == before


def test_pictures_replace_each_other_and_go(alice: Member) -> None:
    set_avatar(alice.id, picture())
    set_header(alice.id, picture())
    first = alice.person
    set_avatar(alice.id, picture())
    set_header(alice.id, picture())
    second = alice.person
    keys = [first.avatar_key, first.header_key, second.avatar_key, second.header_key]
    assert [is_stored(key) for key in keys] == [False, False, True, True]
    for _ in range(2):
        drop_avatar(alice.id)
        drop_header(alice.id)
        assert (alice.person.avatar_key, alice.person.header_key) == ("", "")
    assert [is_stored(key) for key in keys] == [False] * 4


@pytest.mark.parametrize("data", [b"", b"<svg onload=alert(1)>", b"GIF89a" + bytes(100)])
def test_what_is_no_picture_is_refused(alice: Member, data: bytes) -> None:
    for change in (set_avatar, set_header):
        with pytest.raises(PhotoRefused):
            change(alice.id, data)
    assert (alice.person.avatar_key, alice.person.header_key) == ("", "")
    assert issubclass(PhotoRefused, Refused)
