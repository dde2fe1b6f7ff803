"""From a request to a view of the API and back."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from tintype.accounts.scopes import covers
from tintype.accounts.tokens import Holder, holder_of
from tintype.api.answers import Answer, json_response
from tintype.api.call import Call
from tintype.api.errors import ApiError, invalid, not_found, out_of_scope, unauthorized
from tintype.api.gather import gathered
from tintype.api.limiting import Meter
from tintype.api.params import parsed
from tintype.api.routes import OPEN, Route, Who
from tintype.lib.errors import NotFound, Refused


def endpoint(routes: Mapping[str, Route]) -> Callable[..., HttpResponse]:
    """The Django view of one address; `routes` by method."""

    # No cookie counts here, so no other site can make a browser do anything.
    @csrf_exempt
    def view(request: HttpRequest, **parts: Any) -> HttpResponse:
        meter = Meter(request)
        try:
            answer = _answer(_route_for(request, routes), request, parts, meter)
        except ApiError as error:
            answer = Answer(error.body, error.status, error.headers)
        return json_response(answer, meter.headers())

    return view


def _route_for(request: HttpRequest, routes: Mapping[str, Route]) -> Route:
    method = "GET" if request.method == "HEAD" else request.method or ""
    if method not in routes:
        # What browsers ask by OPTIONS has been answered by the CORS middleware.
        allowed = {"Allow": ", ".join(sorted(routes))}
        raise ApiError(HTTPStatus.METHOD_NOT_ALLOWED, "This address does not take this method", allowed)
    return routes[method]


def _answer(route: Route, request: HttpRequest, parts: dict[str, Any], meter: Meter) -> Answer:
    call = Call(request, _counted(route, request, meter))
    try:
        answer = route.view(call, parsed(route.params, gathered(request)), **parts)
    except NotFound:
        raise not_found() from None
    except Refused as refused:
        raise invalid(refused.message) from None
    return answer if isinstance(answer, Answer) else Answer(answer)


def _counted(route: Route, request: HttpRequest, meter: Meter) -> Holder | None:
    """Whoever tries out tokens is counted too."""
    try:
        holder = _holder(route, request)
    except ApiError:
        meter.count(route.rate, None)
        raise
    meter.count(route.rate, holder)
    return holder


def _holder(route: Route, request: HttpRequest) -> Holder | None:
    """Raises ApiError where the token is missing, dead, an app's own where a person is wanted, or for other things."""
    token = None if route.who is Who.ANYBODY else _token(request)
    if token is None:
        if route.who in OPEN:
            return None
        raise unauthorized()
    holder = holder_of(token)
    if holder is None:
        raise unauthorized()
    if route.scope and not covers(holder.scopes, route.scope):
        raise out_of_scope()
    if route.who is Who.PERSON and holder.account_id is None:
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "This method requires an authenticated user")
    return holder


def _token(request: HttpRequest) -> str | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return token.strip()
    return request.GET.get("access_token")
