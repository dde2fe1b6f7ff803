"""What of this room must agree: the pictures of people with the files in the object store, both ways."""

from collections.abc import Iterator
from functools import partial

from django.db.models import QuerySet

from tintype.accounts.models import Account
from tintype.lib.differences import Check, Difference, in_batches
from tintype.storage.keys import is_face
from tintype.storage.orphans import orphan
from tintype.storage.queries import stored_among, stored_keys

BATCH = 2_000


def _pictured(column: str) -> QuerySet[Account]:
    return Account.objects.exclude(**{column: ""}).order_by("id")


def _with_picture(column: str) -> Iterator[list[int]]:
    last = 0
    while ids := list(_pictured(column).filter(id__gt=last).values_list("id", flat=True)[:BATCH]):
        yield ids
        last = ids[-1]


def _compare_accounts(column: str, what: str, ids: list[int]) -> list[Difference[int]]:
    keys = dict(_pictured(column).filter(id__in=ids).values_list("id", column))
    stored = stored_among(keys.values())
    return [
        Difference(account, f"The {what} of account {account} is missing ({key}). They can choose it anew.")
        for account, key in keys.items()
        if key not in stored
    ]


def _stored(folder: str) -> Iterator[list[str]]:
    yield from in_batches(stored_keys(folder), BATCH)


def _compare_files(column: str, what: str, keys: list[str]) -> list[Difference[str]]:
    owners = {int(key.split("/")[1]) for key in keys if is_face(key)}
    shown = set(Account.objects.filter(id__in=owners).values_list(column, flat=True))
    unused = (key for key in keys if key not in shown)
    return [difference for key in unused for difference in orphan(key, f"it is nobody's {what}")]


def _both_ways(column: str, what: str) -> tuple[Check[int], Check[str]]:
    return (
        Check(f"files of {what}s", partial(_with_picture, column), partial(_compare_accounts, column, what)),
        Check(f"people of {what} files", partial(_stored, f"{what}s"), partial(_compare_files, column, what)),
    )


CHECKS = (*_both_ways("avatar_key", "avatar"), *_both_ways("header_key", "header"))
