"""Sessions: their truth is in the directory, Redis only remembers; a new password ends them."""

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.utils import timezone

from tests.away import lose_redis, redis_away
from tests.queries import counted
from tintype.accounts.models import Account, Session
from tintype.accounts.sessions import SessionStore, hash_of, remembered
from tintype.accounts.tasks import clear_sessions
from tintype.testing.member import PASSWORD, Member

COLOURS = {"colour": "blue", "numbers": [1, 2]}


def begin(member: Member | None = None) -> str:
    """A new session's key."""
    session = SessionStore()
    session.update(COLOURS)
    if member:
        session[SESSION_KEY] = str(member.id)
    session.save()
    assert session.session_key
    return session.session_key


def content(key: str) -> dict[str, object]:
    return SessionStore(key).load()


def test_a_session_is_kept_without_its_key_being_written_down() -> None:
    key = begin()
    assert content(key) == COLOURS
    row = Session.objects.get(key_hash=hash_of(key))
    assert key not in (row.key_hash, str(row.data))
    assert SessionStore().exists(key)


def test_a_session_is_remembered_and_survives_the_loss_of_redis(alice: Member) -> None:
    key = begin(alice)
    remembered_row = {**COLOURS, SESSION_KEY: str(alice.id)}
    lose_redis()
    for queries in (1, 0):
        with counted() as asked:
            assert content(key) == remembered_row
        assert asked.queries == queries
    with redis_away():
        assert content(key) == remembered_row
        assert content(begin()) == COLOURS


def test_a_change_is_seen_at_once_and_a_reader_who_was_slower_does_not_bring_the_old_back() -> None:
    key = begin()
    lose_redis()
    session = SessionStore(key)
    old = remembered.many([hash_of(key)], lambda hashes: dict.fromkeys(hashes, b'{"colour":"blue"}'))
    assert old
    session["colour"] = "red"
    session.save()
    remembered.cache.add({remembered.key(hash_of(key)): b'{"colour":"blue"}'}, 60)
    assert content(key)["colour"] == "red"


def test_a_session_that_has_ended_is_neither_read_nor_written_nor_taken_over() -> None:
    key = begin()
    open_elsewhere = SessionStore(key)
    assert open_elsewhere["colour"] == "blue"
    SessionStore(key).delete()
    assert (content(key), SessionStore().exists(key)) == ({}, False)
    open_elsewhere["colour"] = "red"
    with pytest.raises(UpdateError):
        open_elsewhere.save()
    fresh = SessionStore(key)
    assert fresh.load() == {}
    fresh.save()
    assert fresh.session_key != key
    assert not Session.objects.filter(key_hash=hash_of(key)).exists()


def test_a_made_up_key_is_not_taken_over() -> None:
    session = SessionStore("chosenbyanattacker0123456789abcd")
    session["colour"] = "blue"
    session.save()
    assert session.session_key != "chosenbyanattacker0123456789abcd"


def test_a_new_password_ends_all_sessions_of_this_person_in_the_directory_and_in_redis(
    alice: Member, bob: Member
) -> None:
    lose_redis()
    mine, others, theirs, nobodys = begin(alice), begin(alice), begin(bob), begin()
    lose_redis()
    assert all(content(key) for key in (mine, others, theirs, nobodys))
    account = Account.objects.get(id=alice.id)
    account.set_password("another long one")
    account.save()
    with counted() as asked:
        assert [bool(content(key)) for key in (theirs, nobodys)] == [True, True]
    assert asked.queries == 0
    assert [content(key) for key in (mine, others)] == [{}, {}]
    assert not Session.objects.filter(account_id=alice.id).exists()


def test_saving_an_account_or_reading_its_password_ends_nothing(alice: Member) -> None:
    key = begin(alice)
    account = Account.objects.get(id=alice.id)
    account.name = "Alice"
    account.save()
    assert account.check_password(PASSWORD)
    assert content(key) != {}


def test_expired_sessions_are_over_and_swept_away(alice: Member) -> None:
    old, young = begin(alice), begin(alice)
    past = timezone.now() - timedelta(seconds=1)
    Session.objects.filter(key_hash=hash_of(old)).update(expires_at=past)
    lose_redis()
    assert content(old) == {}
    for _ in range(2):
        clear_sessions.call()
        hashes = set(Session.objects.filter(account_id=alice.id).values_list("key_hash", flat=True))
        assert hashes == {hash_of(young)}


def test_what_is_no_json_is_refused() -> None:
    session = SessionStore()
    session["what"] = object()
    with pytest.raises(TypeError):
        session.save()
