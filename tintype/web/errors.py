"""Refusals: a sentence for whoever asked, as a page, as text for htmx, or as JSON."""

import logging
import sys
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static

from tintype.lib.away import part_is_away
from tintype.web.viewer import wants_json

log = logging.getLogger(__name__)

# A part that was killed is back, a shard that moves has moved, a queue of people is shorter.
RETRY_SECONDS = 5


def kind(request: HttpRequest, status: int, heading: str, message: str, symbol: str = "photos") -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"message": message}, status=status)
    if request.headers.get("HX-Request"):
        return HttpResponse(message, status=status, content_type="text/plain; charset=utf-8")
    context = {"heading": heading, "message": message, "symbol": symbol}
    return render(request, "web/kind.html", context, status=status)


def refused(request: HttpRequest, message: str) -> HttpResponse:
    return kind(request, HTTPStatus.CONFLICT, "That is not possible", message)


def too_often(request: HttpRequest) -> HttpResponse:
    message = "That was a lot in a short time. Please wait a few minutes, then go on."
    return kind(request, HTTPStatus.TOO_MANY_REQUESTS, "A little slower, please", message)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        message = "What was sent is too long. Please go back and shorten it; a picture may have up to 25 MB."
        return kind(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Too much at once", message)
    message = "This address or form does not make sense here. Please go back and try again."
    return kind(request, HTTPStatus.BAD_REQUEST, "That did not make sense", message)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return kind(request, HTTPStatus.FORBIDDEN, "Not for you", "You may not do this.", "lock")


def not_allowed(request: HttpRequest, allow: str) -> HttpResponse:
    """Whoever reloads the address of a form that was refused comes here."""
    message = "This address only takes what a form sends. Please go back to the page you came from."
    response = kind(request, HTTPStatus.METHOD_NOT_ALLOWED, "Nothing to look at here", message)
    response["Allow"] = allow
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    message = (
        "This page had been open for too long, or cookies are switched off. "
        "Go back, load the page again and send it once more."
    )
    return kind(request, HTTPStatus.FORBIDDEN, "Please try that again", message)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    message = "It may have been deleted, it may be private, or the address has a mistake in it."
    return kind(request, HTTPStatus.NOT_FOUND, "There is nothing here", message)


def unavailable(request: HttpRequest, exception: BaseException | None) -> HttpResponse:
    log.error("a part is away: %s %s: %s", request.method, request.path, exception, exc_info=exception)
    response = _plainly(HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls it while it handles the exception; those of middleware come by no other way."""
    exception = sys.exception()
    if part_is_away(exception):
        return unavailable(request, exception)
    return _plainly(HTTPStatus.INTERNAL_SERVER_ERROR)


def _plainly(status: int) -> HttpResponse:
    # No context processors: whatever is broken may be what they would ask.
    html = render_to_string("500.html", {"css": static("tintype/app.css")})
    return HttpResponse(html, status=status, headers={"Cache-Control": "no-store"})
