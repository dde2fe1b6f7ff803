"""Who is who."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from tintype.accounts.models import Account
from tintype.accounts.records import Person
from tintype.lib.remember import Remembered

FIELDS = ("id", "username", "name", "bio", "is_private", "avatar_key")
FOUND_AT_ONCE = 20

remembered: Remembered[int] = Remembered("person", ttl_seconds=3600)


def _rows(ids: list[int]) -> Mapping[int, bytes]:
    rows = Account.objects.filter(id__in=ids, is_active=True).values_list(*FIELDS)
    return {row[0]: json.dumps(asdict(Person(*row))).encode() for row in rows}


def people(ids: Iterable[int]) -> dict[int, Person]:
    """Those of `ids` who exist and are active."""
    found = remembered.many(dict.fromkeys(ids), _rows)
    return {account_id: Person(**json.loads(data)) for account_id, data in found.items()}


def person(account_id: int) -> Person | None:
    return people([account_id]).get(account_id)


def person_by_username(username: str) -> Person | None:
    row = Account.objects.filter(username=username.lower(), is_active=True).values_list(*FIELDS).first()
    return Person(*row) if row else None


def people_by_username(usernames: Iterable[str]) -> dict[str, Person]:
    rows = Account.objects.filter(username__in=set(usernames), is_active=True).values_list(*FIELDS)
    return {row[1]: Person(*row) for row in rows}


def search_people(prefix: str) -> list[Person]:
    """Active people whose user name begins so, in the order of the alphabet."""
    found = Account.objects.filter(username__startswith=prefix.lower(), is_active=True).order_by("username")
    return [Person(*row) for row in found.values_list(*FIELDS)[:FOUND_AT_ONCE]]
