"""What every request gets: who looks, kind refusals, and no traces in shared caches."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils.cache import patch_vary_headers

from tintype.lib.away import database_is_away, part_is_away
from tintype.lib.errors import NotFound, Refused
from tintype.sharding.replicas import leave_out_replicas, replicas_allowed
from tintype.storage import present
from tintype.web import errors
from tintype.web.viewer import Viewer, WebRequest


class HeadersMiddleware:
    """Outermost, so that redirects and refusals of other middleware have these headers too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # Files have a stricter one already.
        response.headers.setdefault("Content-Security-Policy", present.content_security_policy())
        response.headers.setdefault("X-Frame-Options", "DENY")
        return response


class ReplicasMiddleware:
    """Looking at something may be answered by replicas; whoever changes something reads where it is written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with replicas_allowed(allowed=request.method in {"GET", "HEAD"}):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """A replica that goes away costs no request: looking can be done once more, at the primaries."""
        if database_is_away(exception) and leave_out_replicas():
            with replicas_allowed(allowed=False):
                return self.get_response(request)
        return None


class ViewerMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: WebRequest) -> HttpResponseBase:
        request.viewer = Viewer(request.session)
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            response = errors.not_allowed(request, response["Allow"])
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-cache" if request.viewer.id is None else "private, no-store"
            # Lists answer htmx with their next rows alone.
            patch_vary_headers(response, ["HX-Request"])
        return response

    def process_exception(self, request: WebRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotFound):
            return errors.not_found(request)
        if isinstance(exception, BadRequest):
            return errors.bad_request(request)
        if isinstance(exception, Refused):
            return errors.refused(request, exception.message)
        if part_is_away(exception):
            return errors.unavailable(request, exception)
        return None
