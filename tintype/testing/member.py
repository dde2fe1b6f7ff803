"""Alice, Bob and Charlie: an account each, and a browser that is signed in as it."""

import itertools
import os
from dataclasses import dataclass
from functools import cached_property

from django.test import Client

from tintype.accounts.actions import create_account, update_profile
from tintype.accounts.models import Account
from tintype.accounts.queries import people
from tintype.accounts.records import Person

PASSWORD = "correct horse battery"  # noqa: S105 - everybody's in tests

_numbers = itertools.count(1)


@dataclass
class Member:
    id: int
    username: str

    @property
    def person(self) -> Person:
        """As everybody sees them now."""
        return people([self.id])[self.id]

    @property
    def email(self) -> str:
        return f"{self.username}@example.org"

    @cached_property
    def client(self) -> Client:
        """A browser that is signed in; CSRF checks are on only in the tests that are about them."""
        client = Client()
        if self.id:
            client.force_login(Account.objects.get(id=self.id), "django.contrib.auth.backends.ModelBackend")
        return client


def unique_name(stem: str) -> str:
    """A name that no other test of this run has; at most 30 characters."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return f"{stem}_{worker}{next(_numbers)}"


def make_member(stem: str, *, is_private: bool = False) -> Member:
    username = unique_name(stem)
    account_id = create_account(username, f"{username}@example.org", PASSWORD)
    if is_private:
        update_profile(account_id, name="", bio="", is_private=True)
    return Member(account_id, username)


def nobody() -> Member:
    """Not signed in."""
    return Member(0, "")
