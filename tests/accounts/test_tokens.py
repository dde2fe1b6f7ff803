"""Tokens of apps: known without SQL while they are remembered, and dead at once when they are taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application

from tests.away import lose_redis, redis_away
from tests.queries import counted
from tintype.accounts.actions import create_token
from tintype.accounts.limits import TOKEN_DAYS
from tintype.accounts.models import Account
from tintype.accounts.tasks import clear_tokens
from tintype.accounts.tokens import hash_of, holder_of, remembered
from tintype.testing.member import Member


def test_a_token_says_whose_it_is_and_what_for_and_costs_no_sql_the_second_time(alice: Member) -> None:
    token = create_token(alice.username, "read push")
    lose_redis()
    for queries in (1, 0):
        with counted() as asked:
            holder = holder_of(token)
        assert asked.queries == queries
        assert holder
        assert (holder.account_id, holder.scopes) == (alice.id, frozenset({"read", "push"}))
        assert (holder.app_name, holder.app_website) == ("tintype command line", "")
    with redis_away():
        assert holder_of(token) == holder


@pytest.mark.parametrize("token", ["", "nonsense", "a" * 100_000, "\0", "\ud800", "é"])
def test_what_is_no_token_is_nobodys(token: str) -> None:
    assert holder_of(token) is None


def _new_password(member: Member) -> None:
    account = Account.objects.get(id=member.id)
    account.set_password("another long one")
    account.save()


def _no_app(member: Member) -> None:
    application = Application.objects.create(name="Elsewhere")
    AccessToken.objects.filter(user_id=member.id).update(application=application)
    application.delete()


@pytest.mark.parametrize(
    "end",
    [
        lambda member: AccessToken.objects.get(user_id=member.id).revoke(),
        lambda member: AccessToken.objects.filter(user_id=member.id).delete(),
        _new_password,
        _no_app,
        lambda member: Account.objects.get(id=member.id).delete(),
    ],
    ids=["taken back", "deleted", "new password", "app deleted", "account deleted"],
)
def test_a_token_that_ended_is_dead_at_once_though_it_was_remembered(
    alice: Member, bob: Member, end: Callable[[Member], object]
) -> None:
    token, others = create_token(alice.username, "read"), create_token(bob.username, "read")
    assert holder_of(token)
    end(alice)
    assert holder_of(token) is None
    assert holder_of(others)


def test_an_expired_token_is_dead_also_while_it_is_remembered(alice: Member) -> None:
    token = create_token(alice.username, "read")
    assert holder_of(token)
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        assert holder_of(token) is None
        lose_redis()
        assert holder_of(token) is None


def test_expired_tokens_are_swept_away(alice: Member) -> None:
    old, young = create_token(alice.username, "read"), create_token(alice.username, "read")
    long_ago = timezone.now() - timedelta(days=TOKEN_DAYS + 1)
    AccessToken.objects.filter(token_checksum=hash_of(old)).update(expires=long_ago)
    clear_tokens.call()
    assert [hash_of(young)] == list(
        AccessToken.objects.filter(user_id=alice.id).values_list("token_checksum", flat=True)
    )


def test_a_token_is_not_written_down(alice: Member) -> None:
    token = create_token(alice.username, "read")
    assert holder_of(token)
    assert token not in str(AccessToken.objects.filter(token_checksum=hash_of(token)).values())
    assert token not in remembered.key(hash_of(token))
