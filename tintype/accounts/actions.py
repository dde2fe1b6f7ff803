"""Changes to accounts: one transaction on the directory each."""

from typing import Unpack

from django.db import transaction
from oauth2_provider.models import Application

from tintype.accounts.issuing import issue
from tintype.accounts.models import Account
from tintype.accounts.profile import Profile, checked
from tintype.accounts.recall import recall
from tintype.accounts.registration import make_account
from tintype.accounts.scopes import WIDE, unknown_among
from tintype.accounts.signals import picture_replaced, profile_changed
from tintype.accounts.tasks import forget_for_sure, forget_person
from tintype.lib.errors import NotFound, Refused

MOST_DISMISSED = 200
COMMAND_LINE_APP = "tintype command line"
COMMAND_LINE_ID = "tintype-command-line"


def create_account(username: str, email: str, password: str, *, name: str = "", is_staff: bool = False) -> int:
    """The operator makes one: its id. Raises RegistrationRefused."""
    account = Account(username=username, email=email, name=name, is_staff=is_staff)
    make_account(account, password)
    return account.id


def update_profile(viewer: int, **changes: Unpack[Profile]) -> None:
    """What is left out stays as it is. Raises ProfileRefused."""
    columns = checked(changes)
    with transaction.atomic():
        if columns.get("is_private"):
            _recall_if_public(viewer)
        Account.objects.filter(id=viewer).update(**columns)
        # What only they and their apps know is shown nowhere.
        if columns.keys() - {"posting", "wishes"}:
            announce_change(viewer)


def _recall_if_public(account_id: int) -> None:
    account = Account.objects.select_for_update(no_key=True).filter(id=account_id, is_private=False).first()
    if account is not None:
        recall(account, public=True)


def set_avatar_key(viewer: int, key: str) -> None:
    """The former picture is announced as nobody's any more."""
    _set_key(viewer, "avatar_key", key)


def set_header_key(viewer: int, key: str) -> None:
    """As `set_avatar_key`."""
    _set_key(viewer, "header_key", key)


def _set_key(viewer: int, column: str, key: str) -> None:
    with transaction.atomic():
        account = Account.objects.select_for_update().get(id=viewer)
        former = str(getattr(account, column))
        setattr(account, column, key)
        account.save(update_fields=[column])
        announce_change(viewer)
        if former:
            picture_replaced.send(None, key=former)


def dismiss(viewer: int, account_id: int) -> None:
    """That person is not suggested to the viewer any more."""
    with transaction.atomic():
        account = Account.objects.select_for_update().get(id=viewer)
        others = [one for one in account.wishes.get("dismissed", ()) if one != account_id]
        account.wishes["dismissed"] = [*others, account_id][-MOST_DISMISSED:]
        account.save(update_fields=["wishes"])


def announce_change(account_id: int) -> None:
    """What is remembered of the person goes first, since others make anew what they show from it."""
    forget_for_sure(forget_person, account_id)
    profile_changed.send(None, account_id=account_id)


def create_token(username: str, scopes: str) -> str:
    """A token for the API, valid for a year. Raises NotFound, or Refused for a scope that does not exist."""
    unknown = unknown_among(scopes.split())
    if unknown or not scopes.split():
        known = " ".join(WIDE)
        raise Refused(f"No such scope: {' '.join(unknown)}. Scopes are: {known}, and fine ones as read:statuses.")
    account = Account.objects.filter(username=username.lower(), is_active=True).first()
    if account is None:
        raise NotFound(f"Nobody is called {username}.")
    # By an id that no app can have that registers itself; anybody may give an app any name.
    application, _ = Application.objects.get_or_create(
        client_id=COMMAND_LINE_ID,
        defaults={
            "name": COMMAND_LINE_APP,
            "client_type": Application.CLIENT_CONFIDENTIAL,
            "authorization_grant_type": Application.GRANT_AUTHORIZATION_CODE,
        },
    )
    return issue(application.id, account.id, scopes).access_token
