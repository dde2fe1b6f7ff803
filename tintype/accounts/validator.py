"""What django-oauth-toolkit's checks of apps, codes and tokens are not for us, or not yet."""

from collections.abc import Collection
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare
from oauth2_provider.models import Grant, RefreshToken
from oauth2_provider.oauth2_validators import OAuth2Validator

from tintype.accounts.models import Account, ClientApp
from tintype.accounts.scopes import covers, unknown_among
from tintype.accounts.tokens import hash_of
from tintype.lib.ratelimit import allow

DEFAULT_SCOPE = "read"


def secret_hash(secret: str) -> str:
    """A secret is as long and random as a token; a slow hash as for passwords would only make answers slow."""
    return sha256(secret.encode(errors="replace")).hexdigest()


def scopes_of(application: Any) -> list[str]:
    """The most that tokens of this app may be for."""
    found = ClientApp.objects.filter(application=application).values_list("scopes", flat=True).first()
    return (found or "").split()


class Validator(OAuth2Validator):  # type: ignore[misc]
    def _check_secret(self, provided_secret: str, stored_secret: str) -> bool:
        return constant_time_compare(secret_hash(provided_secret), stored_secret)

    def validate_grant_type(
        self, _client_id: str, grant_type: str, _client: Any, _request: Any, *_args: Any, **_kwargs: Any
    ) -> bool:
        """Mastodon's apps use every way with one registration; the toolkit wants one for each."""
        return grant_type != "password" or settings.TINTYPE_PASSWORD_GRANT

    def validate_response_type(
        self, _client_id: str, response_type: str, _client: Any, _request: Any, *_args: Any, **_kwargs: Any
    ) -> bool:
        return response_type == "code"

    def validate_scopes(
        self, _client_id: str, scopes: Collection[str], client: Any, _request: Any, *_args: Any, **_kwargs: Any
    ) -> bool:
        """No more than the app was registered for; a wide scope has its fine ones in it."""
        most = scopes_of(client)
        return bool(scopes) and not unknown_among(scopes) and all(covers(most, scope) for scope in scopes)

    def get_default_scopes(self, _client_id: str, _request: Any, *_args: Any, **_kwargs: Any) -> list[str]:
        return [DEFAULT_SCOPE]

    def validate_redirect_uri(
        self, _client_id: str, redirect_uri: str, request: Any, *_args: Any, **_kwargs: Any
    ) -> bool:
        """As it was registered, to the letter: two parsers of addresses that disagree are an open redirect."""
        return redirect_uri in request.client.redirect_uris.split()

    def is_pkce_required(self, _client_id: str, request: Any) -> bool:
        """An app that sends a verifier had a challenge; where the code knows of none, somebody has taken it away."""
        return request.code_verifier is not None

    # Whoever comes at the same time with the same code or token waits here, and then finds that it was used. The
    # toolkit looks more than once without waiting: the second would get an error of the server or an empty token.

    def validate_code(self, client_id: str, code: str, client: Any, request: Any, *args: Any, **kwargs: Any) -> bool:
        list(Grant.objects.select_for_update().filter(code=code))
        found = super().validate_code(client_id, code, client, request, *args, **kwargs)
        return bool(found and request.user.is_active)

    def validate_refresh_token(self, refresh_token: str, client: Any, request: Any, *args: Any, **kwargs: Any) -> bool:
        list(RefreshToken.objects.select_for_update().filter(token_checksum=hash_of(refresh_token)))
        found = super().validate_refresh_token(refresh_token, client, request, *args, **kwargs)
        return bool(found and request.user.is_active)

    def validate_user(self, username: str, password: str, client: Any, request: Any, *args: Any, **kwargs: Any) -> bool:
        """With a limit by name, since this door is not behind that of the sign-in page."""
        # Names come as long as a request may be, and the limit keeps each for an hour.
        if not allow("password", hash_of(username.lower())):
            return False
        if not super().validate_user(username, password, client, request, *args, **kwargs):
            return False
        # Whoever suspends the account or changes the password meanwhile waits for the token, and then finds it.
        same = {"id": request.user.id, "is_active": True, "password": request.user.password}
        return Account.objects.select_for_update(no_key=True).filter(**same).first() is not None
