"""Tokens: for a code, for a refresh token, for the app itself; given back; and whose one is."""

from http import HTTPStatus

from django.conf import settings

from tintype.accounts.oauth import exchanged, revoked
from tintype.accounts.queries import person
from tintype.accounts.scopes import SCOPES
from tintype.api.answers import Answer
from tintype.api.call import Call
from tintype.api.entities.account import account_of
from tintype.api.entities.discovery import AuthorizationServer, UserInfo
from tintype.api.entities.shapes import Empty, Token
from tintype.api.errors import unauthorized
from tintype.api.params import NoParams, Params
from tintype.api.routes import Who, route

# Also in the header of `Authorization: Basic`.
SECRET_METHODS = ["client_secret_post", "client_secret_basic"]


class TokenParams(Params):
    grant_type: str = ""
    client_id: str | None = None
    client_secret: str | None = None
    redirect_uri: str | None = None
    scope: str | None = None
    code: str | None = None
    code_verifier: str | None = None
    refresh_token: str | None = None
    username: str | None = None
    password: str | None = None


class RevokeParams(Params):
    client_id: str | None = None
    client_secret: str | None = None
    token: str | None = None


@route(
    "POST",
    "/oauth/token",
    who=Who.ANYBODY,
    answer=Token,
    statuses=(HTTPStatus.UNAUTHORIZED,),
    differs="Tokens are good for a year and come with a refresh token, which is good once.",
)
def token(call: Call, params: TokenParams) -> Answer:
    """Exchange a code, a refresh token or an app's secret for a token."""
    status, body = exchanged(params.model_dump(), _authorization(call))
    return Answer(body, status)


@route("POST", "/oauth/revoke", who=Who.ANYBODY, answer=Empty, statuses=(HTTPStatus.FORBIDDEN,))
def revoke(call: Call, params: RevokeParams) -> Answer:
    """Give a token back."""
    status, body = revoked(params.model_dump(), _authorization(call))
    return Answer(body, status)


def _authorization(call: Call) -> str:
    return str(call.request.headers.get("Authorization", ""))


@route("GET", "/oauth/userinfo", scope="profile", answer=UserInfo)
@route("POST", "/oauth/userinfo", scope="profile", answer=UserInfo)
def userinfo(call: Call, params: NoParams) -> UserInfo:
    """Tell whose the token is, in OpenID's words."""
    me = person(call.me)
    if me is None:
        raise unauthorized()
    account = account_of(me)
    return {
        "iss": f"{settings.TINTYPE_URL}/",
        "sub": account["id"],
        "name": me.display_name,
        "preferred_username": account["username"],
        "profile": account["url"],
        "picture": account["avatar"],
    }


@route("GET", "/.well-known/oauth-authorization-server", who=Who.ANYBODY, answer=AuthorizationServer)
def authorization_server(call: Call, params: NoParams) -> AuthorizationServer:
    """Say where tokens are to be had, and how."""
    url = settings.TINTYPE_URL
    password = ["password"] if settings.TINTYPE_PASSWORD_GRANT else []
    return {
        "issuer": f"{url}/",
        "service_documentation": f"{url}/api/",
        "authorization_endpoint": f"{url}/oauth/authorize",
        "token_endpoint": f"{url}/oauth/token",
        "app_registration_endpoint": f"{url}/api/v1/apps",
        "revocation_endpoint": f"{url}/oauth/revoke",
        "userinfo_endpoint": f"{url}/oauth/userinfo",
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "client_credentials", "refresh_token", *password],
        "token_endpoint_auth_methods_supported": SECRET_METHODS,
        "revocation_endpoint_auth_methods_supported": SECRET_METHODS,
        "code_challenge_methods_supported": ["S256"],
    }
