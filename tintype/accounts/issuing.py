"""Tokens that are not exchanged for a code: for the command line, and for whoever signs up through an app."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from oauth2_provider.models import AccessToken, RefreshToken, set_token_value

from tintype.accounts.limits import TOKEN_DAYS


@dataclass(frozen=True)
class Issued:
    """Shown once; only hashes are kept."""

    access_token: str
    refresh_token: str
    scope: str
    created_at: datetime
    expires_in: int


def issue(application_id: int, account_id: int, scope: str) -> Issued:
    """That the app may have these scopes of this person is for the caller to see to."""
    lasts = timedelta(days=TOKEN_DAYS)
    issued = Issued(
        secrets.token_urlsafe(32), secrets.token_urlsafe(32), scope, timezone.now(), int(lasts.total_seconds())
    )
    owners = {"user_id": account_id, "application_id": application_id}
    access = AccessToken(**owners, scope=scope, expires=issued.created_at + lasts)
    refresh = RefreshToken(**owners, access_token=access, token_family=uuid.uuid4())
    set_token_value(access, issued.access_token)
    set_token_value(refresh, issued.refresh_token)
    with transaction.atomic():
        access.save()
        refresh.save()
    return issued
