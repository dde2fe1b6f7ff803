"""Whose an access token is and what it may do: rows in the directory, remembered in Redis by the token's SHA-256."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from oauth2_provider.models import AccessToken, Grant, RefreshToken

from tintype.lib.remember import Remembered

# Longer than most visits of an app, and short enough that a row taken out by hand is soon missed.
remembered: Remembered[str] = Remembered("token", ttl_seconds=600)


@dataclass(frozen=True)
class Holder:
    """Who shows a token, and what for."""

    token_id: int
    # None: the app itself, without a person.
    account_id: int | None
    application_id: int
    app_name: str
    app_website: str
    scopes: frozenset[str]


def hash_of(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()


def holder_of(token: str) -> Holder | None:
    """None for a token that never was, has expired or was taken back. No SQL while it is remembered."""
    token_hash = hash_of(token)
    data = remembered.many([token_hash], _rows).get(token_hash)
    return _unpacked(data) if data else None


def alive_among(tokens: Collection[str]) -> set[str]:
    """As `holder_of`, for many at once."""
    hashes = {token: hash_of(token) for token in tokens}
    found = remembered.many(set(hashes.values()), _rows)
    return {token for token, one in hashes.items() if one in found and _unpacked(found[one])}


def _unpacked(data: bytes) -> Holder | None:
    kept = json.loads(data)
    holder = Holder(**kept["holder"], scopes=frozenset(kept["scope"].split()))
    return holder if kept["expires"] > timezone.now().timestamp() else None


def end_tokens_of(account_id: int, application_id: int | None = None) -> None:
    """Of every app that acts for the person, or of one, together with codes that are still to be exchanged for tokens.

    The codes go first: an exchange that is under way waits for that, or has put its token where the last statement
    finds it. An exchange locks its refresh token before it touches access tokens, so that is the order here too.
    """
    chosen = {"user_id": account_id} | ({} if application_id is None else {"application_id": application_id})
    with transaction.atomic():
        Grant.objects.filter(**chosen).delete()
        refresh = RefreshToken.objects.filter(**chosen)
        list(refresh.select_for_update().order_by("id").values_list("id"))
        refresh.delete()
        AccessToken.objects.filter(**chosen).delete()


def token_ids_of(account_id: int) -> list[int]:
    """Of the access tokens that act for the person now."""
    alive = AccessToken.objects.filter(user_id=account_id, expires__gt=timezone.now())
    return list(alive.values_list("id", flat=True))


def _rows(hashes: list[str]) -> Mapping[str, bytes]:
    rows = AccessToken.objects.filter(token_checksum__in=hashes, expires__gt=timezone.now())
    found = rows.filter(Q(user=None) | Q(user__is_active=True)).select_related("application__client_app")
    return {row.token_checksum: _packed(row) for row in found if row.application}


def _packed(row: Any) -> bytes:
    client_app = getattr(row.application, "client_app", None)
    holder = {
        "token_id": row.id,
        "account_id": row.user_id,
        "application_id": row.application_id,
        "app_name": row.application.name,
        "app_website": client_app.website if client_app else "",
    }
    return json.dumps({"holder": holder, "scope": row.scope, "expires": row.expires.timestamp()}).encode()
