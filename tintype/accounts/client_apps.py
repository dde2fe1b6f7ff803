"""Apps: how they make themselves known here, and which of them act for a person."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from oauth2_provider.generators import generate_client_secret
from oauth2_provider.models import AccessToken, Application, RefreshToken

from tintype.accounts.limits import APP_NAME_LENGTH, MOST_REDIRECTS, REDIRECT_LENGTH, WEBSITE_LENGTH
from tintype.accounts.models import ClientApp
from tintype.accounts.scopes import unknown_among, without_admin
from tintype.accounts.validator import DEFAULT_SCOPE, secret_hash
from tintype.lib.errors import Refused
from tintype.lib.text import clean

# Schemes whose addresses a browser would run, or read from its own machine.
DANGEROUS = {"javascript", "data", "vbscript", "file", "blob", "filesystem", "about", "view-source", "mailto", "ws"}
LOOPBACK = {"localhost", "127.0.0.1"}
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# Nothing else can be named in a content security policy, which lets the consent page's form lead there.
_HOST = re.compile(r"^[a-z0-9.-]+(:[0-9]{1,5})?$", re.IGNORECASE)
_PRINTABLE = re.compile(r"^[!-~]+$")


@dataclass(frozen=True)
class AppRecord:
    id: int
    name: str
    website: str
    scopes: tuple[str, ...]
    redirect_uris: tuple[str, ...]


@dataclass(frozen=True)
class Registered:
    app: AppRecord
    client_id: str
    # Only its hash is kept.
    client_secret: str


@dataclass(frozen=True)
class ActingApp:
    """An app that may act for a person."""

    id: int
    name: str
    website: str
    scopes: list[str]
    since: datetime


def register_app(name: str, redirect_uris: Iterable[str], scopes: str, website: str) -> Registered:
    """Raises Refused. Anybody may register an app; what it may do is up to the people who use it."""
    name, website = " ".join(clean(name).split()), website.strip()
    uris, wanted = list(dict.fromkeys(redirect_uris)), without_admin(scopes) or [DEFAULT_SCOPE]
    _check_name(name, website)
    _check_redirects(uris)
    if unknown := unknown_among(wanted):
        raise Refused(f"Scopes: there is no {', '.join(unknown)}")
    secret = generate_client_secret()
    with transaction.atomic():
        application = Application.objects.create(
            name=name,
            redirect_uris="\n".join(uris),
            client_type=Application.CLIENT_CONFIDENTIAL,
            authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
            client_secret=secret_hash(secret),
            hash_client_secret=False,  # it is a hash already
        )
        ClientApp.objects.create(application=application, scopes=" ".join(wanted), website=website)
    return Registered(_record(application), application.client_id, secret)


def _check_name(name: str, website: str) -> None:
    if not 0 < len(name) <= APP_NAME_LENGTH:
        raise Refused(f"Application name has 1 to {APP_NAME_LENGTH} characters")
    if website and not _is_website(website):
        raise Refused("Website must be an address that begins with http:// or https://")
    if len(website) > WEBSITE_LENGTH:
        raise Refused(f"Website has at most {WEBSITE_LENGTH} characters")


def _is_website(address: str) -> bool:
    try:
        return urlsplit(address).scheme in {"http", "https"} and bool(_PRINTABLE.match(address))
    except ValueError:
        return False


def _check_redirects(uris: list[str]) -> None:
    if not 0 < len(uris) <= MOST_REDIRECTS:
        raise Refused(f"Redirect URI: name 1 to {MOST_REDIRECTS}")
    for uri in uris:
        if not _may_lead_to(uri):
            raise Refused(f"Redirect URI must be an absolute URI that an app may have: {uri[:REDIRECT_LENGTH]!r}")


def _may_lead_to(uri: str) -> bool:
    if len(uri) > REDIRECT_LENGTH or "#" in uri or not (_PRINTABLE.match(uri) and _SCHEME.match(uri)):
        return False
    try:
        parts = urlsplit(uri)
        hostname, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"}:
        return parts.scheme not in DANGEROUS
    is_private = parts.scheme == "https" or hostname in LOOPBACK or not settings.IS_HTTPS
    # A backslash is a slash to browsers.
    return is_private and bool(_HOST.match(parts.netloc)) and "\\" not in uri


def app_record(application_id: int) -> AppRecord:
    return _record(Application.objects.select_related("client_app").get(id=application_id))


def _record(application: Any) -> AppRecord:
    client_app = ClientApp.objects.filter(application=application).first()
    scopes, website = (client_app.scopes, client_app.website) if client_app else ("", "")
    uris = tuple(application.redirect_uris.split())
    return AppRecord(application.id, application.name, website, tuple(scopes.split()), uris)


def acting_apps(account_id: int) -> list[ActingApp]:
    """The apps that have a token of this person's which is good for something, newest first."""
    alive = Q(expires__gt=timezone.now()) | Q(refresh_token__isnull=False)
    rows = AccessToken.objects.filter(alive, user_id=account_id, application__isnull=False)
    granted: dict[int, set[str]] = {}
    for application_id, scope in rows.values_list("application_id", "scope"):
        granted.setdefault(application_id, set()).update(scope.split())
    apps = Application.objects.filter(id__in=granted).values_list("id", "name", "client_app__website")
    since = _since(account_id)
    found = [ActingApp(app, name, website or "", sorted(granted[app]), since[app]) for app, name, website in apps]
    return sorted(found, key=lambda app: app.since, reverse=True)


def _since(account_id: int) -> dict[int, datetime]:
    """When each app got its first token: renewed ones are younger, but of those before them the rows are kept."""
    rows = [
        row
        for model in (AccessToken, RefreshToken)
        for row in model.objects.filter(user_id=account_id).values_list("application_id", "created")
    ]
    return dict(sorted(rows, key=lambda row: row[1], reverse=True))
