"""The page on which a person lets an app act for them, or does not."""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tintype.accounts.client_apps import app_record
from tintype.accounts.oauth import ASKED, OUT_OF_BAND, AppRefused, Asked, NotForApp, allowed, asked, code_in, denied
from tintype.web.errors import kind
from tintype.web.scope_words import in_words
from tintype.web.viewer import WebRequest

Query = Mapping[str, list[str]]


@require_http_methods(["GET", "HEAD", "POST"])
def authorize(request: WebRequest) -> HttpResponse:
    """Always asks, also for what was allowed before: no page can make a browser say yes by itself.

    Nobody is sent to an app's address before they have answered, since anybody may register an app with any address.
    """
    sent = dict((request.POST if request.method == "POST" else request.GET).lists())
    query = {name: sent[name] for name in ASKED if name in sent}
    try:
        wanted = asked(query)
        if request.viewer.id is None:
            return redirect_to_login(f"{reverse('authorize')}?{urlencode(query, doseq=True)}")
        if request.method != "POST":
            return _page(request, query, wanted)
        return _answered(request, query, wanted, request.viewer.id)
    except NotForApp as error:
        return kind(request, HTTPStatus.BAD_REQUEST, "This app asks in a wrong way", f"It says: {error}", "lock")
    except AppRefused as refused:
        return _wrong(request, refused.address)


def _page(request: HttpRequest, query: Query, wanted: Asked) -> HttpResponse:
    app = app_record(wanted.application.id)
    context = {
        "app": app,
        "permissions": in_words(wanted.scopes),
        "place": _place(wanted.redirect_uri),
        "sent": [(name, value) for name, values in query.items() for value in values],
        "here": request.get_full_path(),
    }
    response = render(request, "web/authorize.html", context)
    response["Content-Security-Policy"] = _policy(wanted.redirect_uri)
    return response


def _answered(request: HttpRequest, query: Query, wanted: Asked, viewer: int) -> HttpResponse:
    answer = request.POST.get("answer")
    if answer not in {"yes", "no"}:
        raise BadRequest("answer")
    address = allowed(viewer, query) if answer == "yes" else denied(query)
    if wanted.redirect_uri != OUT_OF_BAND:
        # Django's own redirect goes to web addresses alone, and apps have addresses of their own kind.
        return HttpResponse(status=HTTPStatus.FOUND, headers={"Location": address})
    context = {"name": wanted.application.name, "code": code_in(address) if answer == "yes" else ""}
    return render(request, "web/authorize_code.html", context)


def _wrong(request: HttpRequest, address: str) -> HttpResponse:
    """The app asked for what it cannot have; it can be told, if the person wants to go there."""
    context = {"address": address, "place": _place(address)}
    return render(request, "web/authorize_wrong.html", context, status=HTTPStatus.BAD_REQUEST)


def _place(address: str) -> str:
    """Where the app's address leads, as far as a person can tell: a host, or "" for an app on this device."""
    parts = urlsplit(address)
    return parts.netloc if parts.scheme in {"http", "https"} else ""


def _policy(redirect_uri: str) -> str:
    """Browsers hold the answer to a form to the policy of the form's page; only the way back to this app is opened."""
    parts = urlsplit(redirect_uri)
    source = f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} else f"{parts.scheme}:"
    opened = "" if redirect_uri == OUT_OF_BAND else f" {source}"
    return settings.CONTENT_SECURITY_POLICY.replace("form-action 'self'", f"form-action 'self'{opened}")
