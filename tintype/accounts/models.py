"""Accounts and their sessions, in the directory."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from tintype.accounts.limits import BIO_LENGTH, NAME_LENGTH
from tintype.accounts.names import USERNAME_LENGTH, USERNAME_VALIDATORS


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=(username or "").lower())


class Account(AbstractBaseUser):
    """A person who may sign in. Ids come in steps of 5,063 (migration 0002), so neighbours live on different shards."""

    username = models.CharField(max_length=USERNAME_LENGTH, unique=True, validators=USERNAME_VALIDATORS)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    bio = models.CharField(max_length=BIO_LENGTH, blank=True)
    is_private = models.BooleanField(default=False)
    # The object key of the picture; empty: the initials are shown.
    avatar_key = models.CharField(max_length=120, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_once")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new password ends every session, by whichever door it came (page, reset mail, command line)."""
        # Django keeps a password that set_password was given in `_password` until it is saved.
        is_new_password = getattr(self, "_password", None) is not None and self.pk is not None
        super().save(*args, **kwargs)
        if is_new_password:
            from tintype.accounts.sessions import end_sessions_of  # noqa: PLC0415 - app ready

            end_sessions_of(self.pk)


class Session(models.Model):
    """The truth of who is signed in; Redis only remembers it."""

    # SHA-256 of the cookie's value, so that whoever reads the table cannot sign in with it.
    key_hash = models.CharField(max_length=64, primary_key=True)
    account_id = models.BigIntegerField(null=True, db_index=True)
    data = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)
