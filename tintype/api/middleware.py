"""What goes wrong on its way to or from the API is told as JSON too."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from tintype.api.answers import Answer, json_response
from tintype.lib.away import part_is_away

log = logging.getLogger(__name__)

# `/oauth/authorize` is a page.
PREFIXES = ("/api/", "/oauth/token", "/oauth/revoke", "/oauth/userinfo", "/.well-known/", "/nodeinfo/")
RETRY_SECONDS = 5


def is_for_api(request: HttpRequest) -> bool:
    return request.path.startswith(PREFIXES)


class ApiMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not is_for_api(request):
            return None
        if isinstance(exception, RequestDataTooBig):
            return json_response(Answer({"error": "That is too much at once"}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
        if isinstance(exception, SuspiciousOperation):
            return json_response(Answer({"error": "The request makes no sense"}, HTTPStatus.BAD_REQUEST))
        if part_is_away(exception):
            log.error("a part is away: %s %s: %s", request.method, request.path, exception, exc_info=exception)
            retry = {"Retry-After": str(RETRY_SECONDS)}
            return json_response(Answer({"error": "Try again in a moment"}, HTTPStatus.SERVICE_UNAVAILABLE, retry))
        return None
