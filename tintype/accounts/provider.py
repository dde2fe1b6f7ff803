"""oauthlib's server with the ways to a token that apps use."""

from oauthlib.oauth2.rfc6749.endpoints import AuthorizationEndpoint, TokenEndpoint
from oauthlib.oauth2.rfc6749.grant_types import (
    AuthorizationCodeGrant,
    ClientCredentialsGrant,
    RefreshTokenGrant,
    ResourceOwnerPasswordCredentialsGrant,
)
from oauthlib.oauth2.rfc6749.grant_types.authorization_code import code_challenge_method_s256
from oauthlib.oauth2.rfc6749.tokens import BearerToken

from tintype.accounts.limits import TOKEN_DAYS
from tintype.accounts.validator import Validator

TOKEN_SECONDS = TOKEN_DAYS * 24 * 60 * 60


class _CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]
    """`plain` protects nothing where the address of the request can be read."""

    _code_challenge_methods = {"S256": code_challenge_method_s256}


class _Provider(AuthorizationEndpoint, TokenEndpoint):  # type: ignore[misc]
    """Only what apps use: no implicit grant, no devices."""

    def __init__(self) -> None:
        self.validator = Validator()
        code, bearer = _CodeGrant(self.validator), BearerToken(self.validator, expires_in=TOKEN_SECONDS)
        grants = {
            "authorization_code": code,
            "client_credentials": ClientCredentialsGrant(self.validator),
            "password": ResourceOwnerPasswordCredentialsGrant(self.validator),
            "refresh_token": RefreshTokenGrant(self.validator),
        }
        AuthorizationEndpoint.__init__(
            self, default_response_type="code", default_token_type=bearer, response_types={"code": code}
        )
        TokenEndpoint.__init__(
            self, default_grant_type="authorization_code", default_token_type=bearer, grant_types=grants
        )


provider = _Provider()
