"""How allauth makes accounts here."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def clean_username(self, username: str, shallow: bool = False) -> str:  # noqa: FBT001, FBT002 - allauth's signature
        """Capitals are taken as small letters, so that Alice and alice are one."""
        return str(super().clean_username(username.lower(), shallow=shallow))
