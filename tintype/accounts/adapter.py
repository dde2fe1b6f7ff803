"""How allauth makes accounts here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.http import url_has_allowed_host_and_scheme

from tintype.lib.errors import Refused

EMAIL_LENGTH = 254


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def clean_username(self, username: str, shallow: bool = False) -> str:  # noqa: FBT001, FBT002 - allauth's signature
        """Capitals are taken as small letters, so that Alice and alice are one."""
        return str(super().clean_username(username.lower(), shallow=shallow))

    def clean_email(self, email: str) -> str:
        """Or allauth cuts it to fit, and mails go to another address."""
        if len(email) > EMAIL_LENGTH:
            raise ValidationError(f"An e-mail address has at most {EMAIL_LENGTH} characters.")
        return str(super().clean_email(email))

    def save_user(self, *args: Any, **kwargs: Any) -> Any:
        """Raises Refused where the name or address was taken since the form was checked, as by a double click."""
        try:
            with transaction.atomic():
                return super().save_user(*args, **kwargs)
        except IntegrityError:
            raise Refused("This name or e-mail address has just been taken. If it was by you, sign in.") from None

    def is_safe_url(self, url: str) -> bool:
        """Whether `next` may lead there: to the host that was asked and no other.

        allauth's own takes every allowed host, `localhost` among them, and fails on what is no address (`//[::1`).
        """
        return url_has_allowed_host_and_scheme(url, {context.request.get_host()})
