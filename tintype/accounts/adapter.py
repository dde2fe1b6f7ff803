"""How allauth makes accounts here."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.http import url_has_allowed_host_and_scheme

from tintype.accounts.registration import admit, is_open
from tintype.lib.errors import Refused

EMAIL_LENGTH = 254


def _at_home(url: str) -> str:
    return f"{settings.TINTYPE_URL}{urlsplit(url)._replace(scheme='', netloc='').geturl()}"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: Any) -> bool:  # noqa: ARG002 - allauth's signature
        return is_open()

    def respond_user_inactive(self, request: Any, user: Any) -> Any:
        """To the page that says why they may not come in."""
        response = super().respond_user_inactive(request, user)
        if user.waits_since:
            response["Location"] += "?waiting"
        return response

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
        _, account, form = args
        try:
            with transaction.atomic():
                admit(account, form.cleaned_data.get("invite", ""), form.cleaned_data.get("reason", ""))
                return super().save_user(*args, **kwargs)
        except IntegrityError:
            raise Refused("This name or e-mail address has just been taken. If it was by you, sign in.") from None

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Links lead to the site's own address: a request may name another host or port, and anybody may make one."""
        links = {name: _at_home(value) for name, value in context.items() if name.endswith("_url")}
        super().send_mail(template_prefix, email, context | links)

    def is_safe_url(self, url: str) -> bool:
        """Whether `next` may lead there: to the host that was asked and no other.

        allauth's own takes every allowed host, `localhost` among them, and fails on what is no address (`//[::1`).
        """
        return url_has_allowed_host_and_scheme(url, {allauth_context.request.get_host()})
