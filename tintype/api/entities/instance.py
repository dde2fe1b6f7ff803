"""The place as a whole, as apps see it."""

from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.templatetags.static import static

from tintype.accounts.queries import contact
from tintype.api.entities.account import account_of
from tintype.api.entities.configuration import configuration
from tintype.api.entities.shapes import Account
from tintype.api.entities.site import FormerInstance, Instance, Registrations
from tintype.photos.numbers import numbers

# By the number in front apps tell what a server can do.
VERSION = f"4.3.0 (compatible; Tintype {settings.TINTYPE_VERSION})"
# Notifications come in groups, each of one.
API_VERSION = 2
LANGUAGES = ["en"]


def domain() -> str:
    return urlsplit(settings.TINTYPE_URL).netloc


def description() -> str:
    return f"{settings.SITE_NAME} is a place to show photos to the people one knows, and to everybody."


def instance() -> Instance:
    account = _contact()
    picture = _picture()
    return Instance(
        domain=domain(),
        title=settings.SITE_NAME,
        version=VERSION,
        source_url=settings.TINTYPE_URL,
        description=description(),
        usage={"users": {"active_month": numbers().active}},
        thumbnail={"url": picture, "blurhash": None, "versions": {"@1x": picture}},
        icon=[],
        languages=LANGUAGES,
        configuration=configuration(),
        registrations=_registrations(),
        api_versions={"mastodon": API_VERSION},
        contact={"email": _email(), "account": account},
        rules=[],
    )


def former_instance() -> FormerInstance:
    size = numbers()
    registrations = _registrations()
    return FormerInstance(
        uri=domain(),
        title=settings.SITE_NAME,
        short_description=description(),
        description=description(),
        email=_email(),
        version=VERSION,
        urls={"streaming_api": settings.TINTYPE_STREAMING_URL} if settings.TINTYPE_STREAMING_URL else {},
        stats={"user_count": size.people, "status_count": size.posts, "domain_count": 1},
        thumbnail=_picture(),
        languages=LANGUAGES,
        registrations=registrations["enabled"],
        approval_required=registrations["approval_required"],
        invites_enabled=settings.TINTYPE_REGISTRATION == "invite",
        configuration=configuration(),
        contact_account=_contact(),
        rules=[],
    )


def _registrations() -> Registrations:
    """Whoever needs an invitation comes by its link, not through an app that offers to sign up."""
    mode = settings.TINTYPE_REGISTRATION
    return Registrations(
        enabled=mode in {"open", "approval"},
        approval_required=mode == "approval",
        reason_required=False,
        message=None,
        url=None,
        min_age=None,
    )


def _contact() -> Account | None:
    found = contact()
    return account_of(found) if found else None


def _email() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _picture() -> str:
    return f"{settings.TINTYPE_URL}{static('tintype/header.png')}"
