"""Django's session engine: rows in the directory, remembered in Redis, JSON only."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.utils import timezone

from tintype.accounts.models import Session
from tintype.lib.remember import Remembered

remembered: Remembered[str] = Remembered("session", ttl_seconds=3600)


def hash_of(session_key: str) -> str:
    return sha256(session_key.encode()).hexdigest()


def _rows(hashes: list[str]) -> Mapping[str, bytes]:
    rows = Session.objects.filter(key_hash__in=hashes, expires_at__gt=timezone.now())
    return {row.key_hash: json.dumps(row.data).encode() for row in rows}


def end_sessions_of(account_id: int) -> None:
    _end(list(Session.objects.filter(account_id=account_id).values_list("key_hash", flat=True)))


def _end(hashes: list[str]) -> None:
    from tintype.accounts.tasks import forget_for_sure, forget_sessions  # noqa: PLC0415 - they import this

    with transaction.atomic():
        Session.objects.filter(key_hash__in=hashes).delete()
        forget_for_sure(forget_sessions, hashes)


class SessionStore(SessionBase):
    def load(self) -> dict[str, Any]:
        if self.session_key:
            key_hash = hash_of(self.session_key)
            data = remembered.many([key_hash], _rows).get(key_hash)
            if data:
                return dict(json.loads(data))
        # Not there, or ended: the cookie's value is not taken over for a new session.
        self._session_key = None
        return {}

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(key_hash=hash_of(session_key)).exists()

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        if self.session_key is None:
            return self.create()
        data = dict(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        values = {
            "data": data,
            "account_id": int(data[SESSION_KEY]) if SESSION_KEY in data else None,
            "expires_at": self.get_expiry_date(),
        }
        key_hash = hash_of(self.session_key)
        if must_create:
            self._insert(key_hash, values)
        elif not Session.objects.filter(key_hash=key_hash).update(**values):
            raise UpdateError
        # No right hangs on what is in it.
        transaction.on_commit(lambda: remembered.forget(key_hash), robust=True)
        return None

    def _insert(self, key_hash: str, values: dict[str, Any]) -> None:
        try:
            with transaction.atomic():
                Session.objects.create(key_hash=key_hash, **values)
        except IntegrityError:
            raise CreateError from None

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            _end([hash_of(key)])

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.filter(expires_at__lt=timezone.now()).delete()
