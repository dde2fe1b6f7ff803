"""OAuth 2 without HTTP: what an app asks for, the code for it, tokens for the code, and taking them back."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from oauth2_provider.models import AccessToken, RefreshToken, revoke_access_token
from oauthlib.common import Request
from oauthlib.oauth2.rfc6749 import errors

from tintype.accounts.models import Account
from tintype.accounts.provider import provider
from tintype.accounts.scopes import without_admin
from tintype.accounts.tokens import hash_of

# The address of apps that have none: the person is shown the code and copies it.
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"

ASKED = ("response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method")
# Beyond these a client could reach parts of the libraries that nobody here has looked at.
EXCHANGED = ("grant_type", "code", "redirect_uri", "code_verifier", "refresh_token", "username", "password")
CLIENT = ("client_id", "client_secret")
ANSWERED = ("code", "state", "error", "error_description")

CHALLENGE = re.compile(r"^[A-Za-z0-9_-]{43}\Z")

DESCRIPTIONS = {
    "invalid_client": "Client authentication failed: the client is unknown, or its secret is missing or wrong.",
    "invalid_grant": "The code or token is invalid, has expired, was used before, or belongs to another client.",
    "invalid_scope": "The scope is unknown, or the app was not registered for it.",
    "unsupported_grant_type": "This way to a token is not supported here.",
    "unauthorized_client": "This way to a token is not open here.",
}


class NotForApp(Exception):
    """Who asks, or where to, is not certain, so the app is told nothing. The text is for the person."""


class AppRefused(Exception):
    """The app is told at `address`, which is its own, what was wrong with its request."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


@dataclass(frozen=True)
class Asked:
    """What an app wants of a person, found to be in order."""

    application: Any
    redirect_uri: str
    scopes: list[str]
    state: str | None


Query = Mapping[str, list[str]]


def asked(query: Query) -> Asked:
    """Raises NotForApp or AppRefused."""
    try:
        scopes, found = provider.validate_authorization_request(_address(query))
        _check_challenge(found["request"])
    except errors.FatalClientError as error:
        raise NotForApp(error.description) from None
    except errors.OAuth2Error as error:
        raise AppRefused(_back(error.redirect_uri, error.twotuples)) from None
    return Asked(found["request"].client, found["redirect_uri"], scopes, found["state"])


def _check_challenge(request: Any) -> None:
    if request.code_challenge is not None and not CHALLENGE.match(request.code_challenge):
        raise errors.InvalidRequestError(description="The code challenge is no SHA-256 in base64.", request=request)


def allowed(account_id: int, query: Query) -> str:
    """The app's address with the code for a token, good once and for ten minutes. Raises as `asked`."""
    wanted = asked(query)
    person = Account.objects.get(id=account_id, is_active=True)
    credentials = {"user": person, "state": wanted.state, "redirect_uri": wanted.redirect_uri}
    headers, _, _ = provider.create_authorization_response(
        _address(query), scopes=wanted.scopes, credentials=credentials
    )
    return _back(wanted.redirect_uri, parse_qsl(urlsplit(headers["Location"]).query))


def denied(query: Query) -> str:
    """The app's address with the news that the person said no. Raises as `asked`."""
    wanted = asked(query)
    error = errors.AccessDeniedError(description="The person did not allow it.", state=wanted.state)
    return _back(wanted.redirect_uri, error.twotuples)


def code_in(address: str) -> str:
    return dict(parse_qsl(urlsplit(address).query))["code"]


def _back(redirect_uri: str, told: Iterable[tuple[str, str]]) -> str:
    """To the letter as the app registered it: Python's parser makes `app:?code=` of `app://`."""
    fresh = {name: value for name, value in told if name in ANSWERED}
    return f"{redirect_uri}{'&' if '?' in redirect_uri else '?'}{urlencode(fresh)}"


def _address(query: Query) -> str:
    known = {name: [_known(name, value) for value in query[name] if value] for name in ASKED if name in query}
    if not known.get("code_challenge"):
        known.pop("code_challenge_method", None)  # oauthlib looks at it beside a challenge only, and keeps it anyway
    return f"{settings.TINTYPE_URL}/oauth/authorize?{urlencode(known, doseq=True)}"


def _known(name: str, value: str) -> str:
    return " ".join(without_admin(value)) if name == "scope" else value.replace("\0", "")


def exchanged(sent: Mapping[str, str | None], authorization: str) -> tuple[int, dict[str, Any]]:
    """The status and body for a request for a token; `authorization` is the header, where an app may put its secret."""
    # A scope asked for again with a code means nothing; one app asks for more here than it was allowed.
    names = EXCHANGED if sent.get("grant_type") == "authorization_code" else (*EXCHANGED, "scope")
    body, headers = _form(sent, (*names, *CLIENT)), {"HTTP_AUTHORIZATION": authorization}
    try:
        # The validator locks the code or refresh token until the new one is there.
        with transaction.atomic():
            _, answer, status = provider.create_token_response(
                f"{settings.TINTYPE_URL}/oauth/token", body=body, headers=headers
            )
    except errors.OAuth2Error as error:
        answer, status = error.json, error.status_code
    return status, _told(json.loads(answer))


def _told(answer: dict[str, Any]) -> dict[str, Any]:
    if "error" not in answer:
        return answer | {"created_at": int(timezone.now().timestamp())}
    return {"error_description": DESCRIPTIONS.get(answer["error"], answer["error"]), **answer}


def revoked(sent: Mapping[str, str | None], authorization: str) -> tuple[int, dict[str, Any]]:
    """Takes back an access token or a refresh token, and the other one with it. One that is gone already is fine."""
    request = Request(f"{settings.TINTYPE_URL}/oauth/revoke", "POST", _form(sent, CLIENT), {})
    request.headers["HTTP_AUTHORIZATION"] = authorization
    if not provider.validator.authenticate_client(request):
        return HTTPStatus.FORBIDDEN, _told({"error": "unauthorized_client"})
    token_hash = hash_of(sent.get("token") or "")
    found = [
        token for model in (RefreshToken, AccessToken) for token in model.objects.filter(token_checksum=token_hash)
    ]
    if any(token.application_id != request.client.id for token in found):
        return HTTPStatus.FORBIDDEN, _told({"error": "unauthorized_client"})
    for token in found:
        token.revoke() if isinstance(token, RefreshToken) else revoke_access_token(token)
    return HTTPStatus.OK, {}


def _form(sent: Mapping[str, str | None], names: tuple[str, ...]) -> str:
    return urlencode({name: _known(name, value) for name in names if (value := sent.get(name))})
