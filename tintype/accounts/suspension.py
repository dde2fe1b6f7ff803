"""Accounts that whoever runs this place has closed, until they open them again."""

from django.db import transaction
from django.utils import timezone

from tintype.accounts.actions import announce_change
from tintype.accounts.models import Account
from tintype.accounts.recall import recall
from tintype.accounts.sessions import end_sessions_of
from tintype.accounts.signals import account_suspended
from tintype.accounts.tokens import end_tokens_of
from tintype.lib.errors import NotFound, Refused


def suspend(username: str) -> None:
    """Nothing of theirs is seen any more, and every browser and app of theirs is signed out. Nothing is deleted.

    Raises NotFound, and Refused for an account that was not let in yet.
    """
    with transaction.atomic():
        account = _locked(username)
        if account.waits_since:
            raise Refused(f"{account.username} still waits to be let in: tintype user refuse {account.username}")
        account.suspended_at = account.suspended_at or timezone.now()
        _set_active(account, is_active=False)
        recall(account, public=True, private=True)
        account_suspended.send(None, account_id=account.id)
        end_sessions_of(account.id)
        end_tokens_of(account.id)


def unsuspend(username: str) -> None:
    """All is seen again, and they may sign in; apps have to ask them anew. Raises NotFound."""
    with transaction.atomic():
        account = _locked(username)
        if account.suspended_at is None:
            raise NotFound(f"{account.username} is not suspended.")
        account.suspended_at = None
        _set_active(account, is_active=True)


def _locked(username: str) -> Account:
    # Not against keys that point to it: an exchange of a code inserts one, and has locked what is deleted here.
    account = Account.objects.select_for_update(no_key=True).filter(username=username.lower()).first()
    if account is None:
        raise NotFound(f"Nobody is called {username}.")
    return account


def _set_active(account: Account, *, is_active: bool) -> None:
    account.is_active = is_active
    account.save(update_fields=["is_active", "suspended_at"])
    announce_change(account.id)
