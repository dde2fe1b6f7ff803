"""Accounts: names and addresses once each, changes seen at once, tokens."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.utils import timezone
from oauth2_provider.models import get_access_token_model

from tests.away import redis_away
from tests.queries import counted
from tests.threads import together
from tintype.accounts.actions import create_account, create_token, update_profile
from tintype.accounts.models import Account
from tintype.accounts.queries import people, people_by_username, person, person_by_username, search_people
from tintype.accounts.tokens import hash_of
from tintype.lib.errors import NotFound, Refused
from tintype.testing.member import PASSWORD, Member, make_member, unique_name


def refusal(username: str, email: str, password: str = PASSWORD) -> str:
    with pytest.raises(Refused) as refused:
        create_account(username, email, password)
    return str(refused.value)


def test_capitals_make_no_difference_in_a_name_or_an_address() -> None:
    name = unique_name("capital")
    made = create_account(name.upper(), f"{name.upper()}@Example.ORG", PASSWORD, name="Ann")
    account = Account.objects.get(id=made)
    assert (account.username, account.email, account.name) == (name, f"{name}@example.org", "Ann")
    assert EmailAddress.objects.filter(user=account, email=f"{name}@example.org", primary=True, verified=False).exists()
    signed_in = [authenticate(None, username=login, password=PASSWORD) for login in (name, name.upper())]
    by_mail = authenticate(None, email=f"{name}@EXAMPLE.org", password=PASSWORD)
    assert [*signed_in, by_mail] == [account] * 3
    found = person_by_username(name.title())
    assert found
    assert found.id == made


def test_a_name_or_address_is_given_once(alice: Member) -> None:
    other = unique_name("other")
    assert refusal(alice.username, f"{other}@example.org") == "Account with this Username already exists."
    assert refusal(other, alice.email) == "Somebody has an account with this e-mail address already."
    assert not Account.objects.filter(username=other).exists()


def test_of_ten_who_want_a_name_at_once_one_gets_it() -> None:
    name = unique_name("wanted")

    def wanting(number: int) -> int:
        try:
            return create_account(name, f"{name}{number}@example.org", PASSWORD)
        except Refused:
            return 0

    made = together([lambda number=number: wanting(number) for number in range(10)])  # type: ignore[misc]
    assert Account.objects.get(username=name).id == sum(made)


@pytest.mark.parametrize(
    "name", ["", "a" * 31, "a b", "a.b", "é", "\u0430", "a\n", "<b>", "@a", "a/b", "\u202ea", "admin@example.org"]
)
def test_a_name_that_could_mislead_or_break_an_address_is_refused(name: str) -> None:
    assert refusal(name, f"{unique_name('bad')}@example.org") != ""
    assert not Account.objects.filter(username=name.lower()).exists()


@pytest.mark.parametrize("password", ["", "short", "password", "1234567890"])
def test_a_weak_password_is_refused_in_words(password: str) -> None:
    name = unique_name("weak")
    assert "password" in refusal(name, f"{name}@example.org", password).lower()
    assert not Account.objects.filter(username=name).exists()


def test_no_address_is_no_account() -> None:
    assert refusal(unique_name("nomail"), "") != ""
    assert refusal(unique_name("nomail"), "no address") != ""


def test_a_changed_profile_is_seen_at_once_wherever_it_was_remembered(alice: Member) -> None:
    assert alice.person.display_name == alice.username
    update_profile(alice.id, name="Alice", bio="Hi", is_private=True)
    changed = person(alice.id)
    assert changed
    assert (changed.display_name, changed.bio, changed.is_private) == ("Alice", "Hi", True)
    assert changed == person_by_username(alice.username) == people_by_username([alice.username])[alice.username]
    with redis_away():
        assert person(alice.id) == changed
        update_profile(alice.id, name="", bio="", is_private=False)
        assert alice.person.display_name == alice.username


@pytest.mark.parametrize("count", [1, 3])
def test_people_cost_one_query_the_first_time_and_none_after(count: int) -> None:
    ids = [make_member("person").id for _ in range(count)]
    for queries in (1, 0):
        with counted() as asked:
            assert people([*ids, ids[0]]).keys() == set(ids)
        assert asked.queries == queries
    assert people([]) == people([-1, 5]) == {}


def test_who_was_shut_out_is_not_there(alice: Member) -> None:
    Account.objects.filter(id=alice.id).update(is_active=False)
    assert (person(alice.id), person_by_username(alice.username)) == (None, None)
    assert people_by_username([alice.username]) == {}
    assert search_people(alice.username) == []


def test_people_are_found_by_the_beginning_of_their_name() -> None:
    stem = unique_name("find")
    for ending in ("b", "a"):
        create_account(f"{stem}{ending}", f"{stem}{ending}@example.org", PASSWORD)
    assert [found.username for found in search_people(stem.upper())] == [f"{stem}a", f"{stem}b"]
    assert search_people(f"%{stem[1:]}") == []


def test_a_token_is_for_one_person_its_scopes_and_a_year(alice: Member) -> None:
    tokens = get_access_token_model().objects
    first, second = create_token(alice.username.upper(), "read write"), create_token(alice.username, "read")
    assert first != second
    row = tokens.get(token_checksum=hash_of(first))
    assert (row.user_id, row.scope, row.is_valid(["read", "write"]), row.is_valid(["push"])) == (
        alice.id,
        "read write",
        True,
        False,
    )
    assert timezone.now() + timedelta(days=364) < row.expires < timezone.now() + timedelta(days=366)
    assert row.application_id == tokens.get(token_checksum=hash_of(second)).application_id


def test_a_token_is_refused_for_nobody_and_for_scopes_that_do_not_exist(alice: Member) -> None:
    for scopes in ("", " ", "read admin", "admin:read"):
        with pytest.raises(Refused, match="Scopes are: read write follow push"):
            create_token(alice.username, scopes)
    Account.objects.filter(id=alice.id).update(is_active=False)
    for name in (alice.username, "nobody_at_all"):
        with pytest.raises(NotFound):
            create_token(name, "read")
    assert not get_access_token_model().objects.filter(user_id=alice.id).exists()
