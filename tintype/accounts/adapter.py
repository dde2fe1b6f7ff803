"""How allauth makes accounts here."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.utils.http import url_has_allowed_host_and_scheme


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def clean_username(self, username: str, shallow: bool = False) -> str:  # noqa: FBT001, FBT002 - allauth's signature
        """Capitals are taken as small letters, so that Alice and alice are one."""
        return str(super().clean_username(username.lower(), shallow=shallow))

    def is_safe_url(self, url: str) -> bool:
        """Whether `next` may lead there: to the host that was asked and no other.

        allauth's own takes every allowed host, `localhost` among them, and fails on what is no address (`//[::1`).
        """
        return url_has_allowed_host_and_scheme(url, {context.request.get_host()})
