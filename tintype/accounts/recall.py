"""Recalling addresses of photos: those given out so far are good for nothing from now on.

Every address carries a stamp (records.Person.stamp). Counting it up makes all that carry the former one old; whoever
shows photos is told which one that was.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tintype.accounts.models import Account
from tintype.accounts.signals import addresses_recalled
from tintype.accounts.tasks import forget_for_sure, forget_person

# Of an account that recalls more often than this within days, an edge that comes new does not hear of the oldest.
MOST_KNOWN = 100


def recall(account: Account, *, public: bool = False, private: bool = False) -> None:
    """In a transaction of the directory that has the account locked.

    `public`: those of posts that everyone might see. `private`: those of all others.
    """
    stamps = []
    if public:
        stamps.append(f"p{account.public_stamp}")
        account.public_stamp += 1
    if private:
        stamps.append(f"f{account.private_stamp}")
        account.private_stamp += 1
    account.recalled_at = timezone.now()
    account.save(update_fields=["public_stamp", "private_stamp", "recalled_at"])
    forget_for_sure(forget_person, account.id)
    addresses_recalled.send(None, account_id=account.id, stamps=stamps)


def recall_private(account_id: int) -> None:
    """Somebody who might see their posts may not any more."""
    with transaction.atomic():
        account = Account.objects.select_for_update(no_key=True).filter(id=account_id).first()
        if account is not None:
            recall(account, private=True)


def recalled_since(moment: datetime) -> list[tuple[int, list[str]]]:
    """Account ids with their stamps that may have been recalled since then."""
    found = Account.objects.filter(recalled_at__gte=moment)
    rows = found.values_list("id", "public_stamp", "private_stamp")
    return [(account_id, [*_former("p", public), *_former("f", private)]) for account_id, public, private in rows]


def _former(letter: str, now: int) -> list[str]:
    return [f"{letter}{number}" for number in range(max(0, now - MOST_KNOWN), now)]
