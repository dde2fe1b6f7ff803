"""What of this room must agree: the pictures of people with the files in the object store, both ways."""

from collections.abc import Iterator

from django.db.models import QuerySet

from tintype.accounts.models import Account
from tintype.lib.differences import Check, Difference, in_batches
from tintype.storage.keys import is_avatar
from tintype.storage.orphans import orphan
from tintype.storage.queries import is_stored, stored_keys

BATCH = 2_000


def _with_picture() -> Iterator[list[int]]:
    last = 0
    while ids := list(_pictured().filter(id__gt=last).values_list("id", flat=True)[:BATCH]):
        yield ids
        last = ids[-1]


def _pictured() -> QuerySet[Account]:
    return Account.objects.exclude(avatar_key="").order_by("id")


def _compare_accounts(ids: list[int]) -> list[Difference[int]]:
    return [
        Difference(account, f"The picture of account {account} is missing ({key}). They can choose it anew.")
        for account, key in _pictured().filter(id__in=ids).values_list("id", "avatar_key")
        if not is_stored(key)
    ]


def _stored() -> Iterator[list[str]]:
    yield from in_batches(stored_keys("avatars"), BATCH)


def _compare_files(keys: list[str]) -> list[Difference[str]]:
    owners = {int(key.split("/")[1]) for key in keys if is_avatar(key)}
    shown = set(Account.objects.filter(id__in=owners).values_list("avatar_key", flat=True))
    unused = (key for key in keys if key not in shown)
    return [difference for key in unused for difference in orphan(key, "it is nobody's picture")]


CHECKS = (
    Check("files of people's pictures", _with_picture, _compare_accounts),
    Check("people of picture files", _stored, _compare_files),
)
