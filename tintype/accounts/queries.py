"""Who is who."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.utils import timezone

from tintype.accounts.models import Account, Session
from tintype.accounts.records import Own, Person
from tintype.lib.remember import Remembered

COLUMNS = tuple(field.name for field in fields(Person))
FOUND_AT_ONCE = 20

# The number changes with what a person is made of: processes of two versions run side by side during an update.
remembered: Remembered[int] = Remembered("person3", ttl_seconds=3600)


def _rows(ids: list[int]) -> Mapping[int, bytes]:
    rows = Account.objects.filter(id__in=ids, is_active=True).values_list(*COLUMNS)
    return {row[0]: json.dumps(row, default=datetime.isoformat).encode() for row in rows}


def _person_of(row: Iterable[Any]) -> Person:
    """From a row of the table, or from the same as JSON."""
    values = dict(zip(COLUMNS, row, strict=True))
    if isinstance(values["created_at"], str):
        values["created_at"] = datetime.fromisoformat(values["created_at"])
    return Person(**values | {"fields": tuple((name, value) for name, value in values["fields"])})


def people(ids: Iterable[int]) -> dict[int, Person]:
    """Those of `ids` who exist and are active."""
    found = remembered.many(dict.fromkeys(ids), _rows)
    return {account_id: _person_of(json.loads(data)) for account_id, data in found.items()}


def person(account_id: int) -> Person | None:
    return people([account_id]).get(account_id)


def own_settings(account_id: int) -> Own:
    """What only the person themselves needs, so it is not remembered."""
    row = Account.objects.filter(id=account_id).values_list("posting", "wishes").first()
    return Own(*row) if row else Own({}, {})


def face_keys(account_id: int) -> tuple[str, str]:
    """The keys of avatar and header, also of an account that is suspended."""
    return Account.objects.filter(id=account_id).values_list("avatar_key", "header_key").first() or ("", "")


def person_by_username(username: str) -> Person | None:
    row = Account.objects.filter(username=username.lower(), is_active=True).values_list(*COLUMNS).first()
    return _person_of(row) if row else None


def people_by_username(usernames: Iterable[str]) -> dict[str, Person]:
    rows = Account.objects.filter(username__in=set(usernames), is_active=True).values_list(*COLUMNS)
    return {row[1]: _person_of(row) for row in rows}


def search_people(prefix: str, limit: int = FOUND_AT_ONCE) -> list[Person]:
    """Active people whose user name begins so, in the order of the alphabet."""
    found = Account.objects.filter(username__startswith=prefix.lower(), is_active=True).order_by("username")
    return [_person_of(row) for row in found.values_list(*COLUMNS)[:limit]]


def newest_people(limit: int, offset: int) -> list[Person]:
    """Active people who let themselves be found, who came last first: ids go up."""
    found = Account.objects.filter(is_discoverable=True, is_active=True).order_by("-id")
    return [_person_of(row) for row in found.values_list(*COLUMNS)[offset : offset + limit]]


def count_people() -> tuple[int, int]:
    """How many there are, and how many of them were here with a browser in the last thirty days."""
    here = Session.objects.filter(expires_at__gt=timezone.now(), account_id__isnull=False)
    return Account.objects.filter(is_active=True).count(), here.values("account_id").distinct().count()


def contact() -> Person | None:
    """Whoever runs this place; None where nobody was made staff."""
    found = Account.objects.filter(is_staff=True, is_active=True).order_by("id").values_list("id", flat=True).first()
    return person(found) if found else None
