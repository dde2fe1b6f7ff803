"""Accounts and their sessions, in the directory."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from tintype.accounts.limits import BIO_LENGTH, NAME_LENGTH, REASON_LENGTH, REPORT_LENGTH, WEBSITE_LENGTH
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
    # How often the addresses of their photos were recalled: of posts that everyone may see, and of all others.
    public_stamp = models.PositiveIntegerField(default=0, db_default=0)
    private_stamp = models.PositiveIntegerField(default=0, db_default=0)
    recalled_at = models.DateTimeField(null=True, blank=True)
    # The object key of the picture; empty: the initials are shown.
    avatar_key = models.CharField(max_length=120, blank=True)
    # The object key of the wide picture above the profile.
    header_key = models.CharField(max_length=120, blank=True, default="", db_default="")
    # What people say of themselves in a table: [[name, value], …].
    fields = models.JSONField(blank=True, default=list, db_default=[])
    website = models.CharField(max_length=WEBSITE_LENGTH, blank=True, default="", db_default="")
    is_bot = models.BooleanField(default=False, db_default=False)
    # May be suggested to others and stand in the directory of people.
    is_discoverable = models.BooleanField(default=True, db_default=True)
    hides_follows = models.BooleanField(default=False, db_default=False)
    # How an app fills in a new post: {"visibility": …, "is_sensitive": …, "language": …}, and other wishes of apps.
    posting = models.JSONField(blank=True, default=dict, db_default={})
    wishes = models.JSONField(blank=True, default=dict, db_default={})
    # Signed up where somebody has to say yes first; then why they want to come in.
    waits_since = models.DateTimeField(null=True, blank=True)
    wants_in = models.CharField(max_length=REASON_LENGTH, blank=True, default="", db_default="")
    suspended_at = models.DateTimeField(null=True, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_once")]
        # What a new edge has to be told: those of the last days.
        indexes = [
            models.Index(fields=["recalled_at"], name="account_recalled", condition=models.Q(recalled_at__isnull=False))
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new password ends every session and the tokens of apps, by whichever door it came (page, mail, command)."""
        # Django keeps a password that set_password was given in `_password` until it is saved.
        is_new_password = getattr(self, "_password", None) is not None and self.pk is not None
        super().save(*args, **kwargs)
        if is_new_password:
            from tintype.accounts.sessions import end_sessions_of  # noqa: PLC0415 - app ready
            from tintype.accounts.tokens import end_tokens_of  # noqa: PLC0415 - app ready

            end_sessions_of(self.pk)
            end_tokens_of(self.pk)


class Session(models.Model):
    """The truth of who is signed in; Redis only remembers it."""

    # SHA-256 of the cookie's value, so that whoever reads the table cannot sign in with it.
    key_hash = models.CharField(max_length=64, primary_key=True)
    account_id = models.BigIntegerField(null=True, db_index=True)
    data = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)


class ClientApp(models.Model):
    """What django-oauth-toolkit's application does not keep of an app."""

    application = models.OneToOneField(
        "oauth2_provider.Application", models.CASCADE, primary_key=True, related_name="client_app"
    )
    # The most that its tokens may be for, space-separated.
    scopes = models.CharField(max_length=500)
    website = models.CharField(max_length=WEBSITE_LENGTH, blank=True)


class Invite(models.Model):
    """Whoever has the code may sign up while it is good (TINTYPE_REGISTRATION=invite)."""

    code = models.CharField(max_length=32, primary_key=True)
    # None: made on the command line.
    account = models.ForeignKey(Account, models.CASCADE, null=True)
    uses_left = models.PositiveIntegerField()
    expires_at = models.DateTimeField()


class Report(models.Model):
    """Somebody finds that an account or its posts should be looked at by those who run the site."""

    class Category(models.TextChoices):
        SPAM = "spam"
        LEGAL = "legal"
        VIOLATION = "violation"
        OTHER = "other"

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    target = models.ForeignKey(Account, models.CASCADE, related_name="+")
    status_ids = models.JSONField()
    category = models.CharField(max_length=9, choices=Category.choices)
    comment = models.CharField(max_length=REPORT_LENGTH)
    made_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
