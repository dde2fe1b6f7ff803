"""Who may sign up (TINTYPE_REGISTRATION), who waits for a yes, and invitations."""

import secrets
from collections.abc import Callable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from tintype.accounts.errors import RegistrationRefused
from tintype.accounts.limits import REASON_LENGTH
from tintype.accounts.models import Account, Invite
from tintype.accounts.tasks import tell_let_in
from tintype.lib.errors import NotFound
from tintype.lib.text import clean

EMAIL_TAKEN = [("unique", "Somebody has an account with this e-mail address already.")]
NOT_INVITED = "This invitation is used up or has expired. Ask whoever invited you for another."


def is_open() -> bool:
    """Whether anybody may sign up at all, if only with an invitation."""
    return str(settings.TINTYPE_REGISTRATION) != "closed"


def register(username: str, email: str, password: str, *, invite: str = "", reason: str = "") -> int:
    """Somebody signs up: the new account's id. Raises RegistrationRefused."""
    if not is_open():
        raise RegistrationRefused({NON_FIELD_ERRORS: [("closed", "Signing up is closed at the moment.")]})
    account = Account(username=username, email=email)
    make_account(account, password, lambda: admit(account, invite, reason))
    return account.id


def admit(account: Account, invite: str, reason: str) -> None:
    """In the transaction in which the account is made: use the invitation up, or let the person wait.

    Raises RegistrationRefused.
    """
    mode = settings.TINTYPE_REGISTRATION
    is_invited = bool(invite) and mode in {"invite", "approval"} and _use(invite)
    if mode == "invite" and not is_invited:
        raise RegistrationRefused({"invite": [("invalid", NOT_INVITED)]})
    if mode == "approval" and not is_invited:
        account.is_active, account.waits_since = False, timezone.now()
        account.wants_in = clean(reason)[:REASON_LENGTH]


def make_account(account: Account, password: str, admitted: Callable[[], None] = lambda: None) -> None:
    """Save it, if its name, address and password are good. Raises RegistrationRefused."""
    # As allauth keeps and looks for them.
    account.username, account.email = account.username.lower(), account.email.lower()
    _check(account, password)
    account.set_password(password)
    try:
        with transaction.atomic():
            admitted()
            account.save()
            EmailAddress.objects.create(user=account, email=account.email, primary=True, verified=False)
    except IntegrityError:
        raise RegistrationRefused(
            {"username": [("unique", "This name or e-mail address has just been taken.")]}
        ) from None


def _check(account: Account, password: str) -> None:
    found: dict[str, list[ValidationError]] = {}
    try:
        account.full_clean(exclude=["password"])
    except ValidationError as error:
        found |= error.error_dict
    try:
        validate_password(password, account)
    except ValidationError as error:
        found["password"] = error.error_list
    if found:
        # The one constraint over a row is that of the address.
        taken = {"email": EMAIL_TAKEN} if found.pop(NON_FIELD_ERRORS, None) else {}
        raise RegistrationRefused({name: _told(errors) for name, errors in found.items()} | taken)


def _told(errors: list[ValidationError]) -> list[tuple[str, str]]:
    return [(str(error.code), " ".join(error.messages)) for error in errors]


def _good() -> dict[str, object]:
    return {"uses_left__gt": 0, "expires_at__gt": timezone.now()}


def is_good_invite(code: str) -> bool:
    return Invite.objects.filter(code=code, **_good()).exists()


def _use(code: str) -> bool:
    return Invite.objects.filter(code=code, **_good()).update(uses_left=F("uses_left") - 1) > 0


def invite(uses: int, days: int) -> str:
    """The address at which so many people may sign up within so many days."""
    now = timezone.now()
    Invite.objects.filter(expires_at__lt=now).delete()
    code = secrets.token_urlsafe(12)
    Invite.objects.create(code=code, uses_left=uses, expires_at=now + timedelta(days=days))
    return f"{settings.TINTYPE_URL}/account/signup/?invite={code}"


def waiting() -> list[tuple[str, str, str]]:
    """(name, e-mail address, why they want to come in), who waits longest first."""
    found = Account.objects.filter(waits_since__isnull=False).order_by("waits_since")
    return list(found.values_list("username", "email", "wants_in"))


def let_in(username: str) -> None:
    """They may sign in from now on, and are told so by mail. Raises NotFound."""
    with transaction.atomic():
        account = _waiting(username)
        account.is_active, account.waits_since = True, None
        account.save(update_fields=["is_active", "waits_since"])
        tell_let_in.enqueue(account.id)


def turn_away(username: str) -> None:
    """Their account goes, so the name and address are free again. Raises NotFound."""
    with transaction.atomic():
        _waiting(username).delete()


def _waiting(username: str) -> Account:
    found = Account.objects.select_for_update().filter(username=username.lower(), waits_since__isnull=False).first()
    if found is None:
        raise NotFound(f"Nobody called {username} waits to be let in.")
    return found
