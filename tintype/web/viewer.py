"""Who looks at a page."""

from collections.abc import Callable
from functools import cached_property, wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import resolve_url
from django_htmx.middleware import HtmxDetails

from tintype.accounts import queries as accounts
from tintype.accounts.records import Person
from tintype.lib.paging import parse_id

P = ParamSpec("P")


class Viewer:
    """`id` comes out of the session and costs nothing more; sessions end with the password or the account.

    Nothing is read before it is asked for: an answer that does not depend on the reader stays cacheable for all.
    """

    def __init__(self, session: SessionBase | None = None) -> None:
        self._session = session

    @cached_property
    def id(self) -> int | None:
        return None if self._session is None else parse_id(self._session.get(SESSION_KEY))

    @cached_property
    def person(self) -> Person | None:
        return None if self.id is None else accounts.person(self.id)


class WebRequest(HttpRequest):
    """A request as it comes out of the middleware."""

    viewer: Viewer
    htmx: HtmxDetails


class SignedInRequest(WebRequest):
    """A request behind `@signed_in`."""

    me: int


def signed_in(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[Any, P], HttpResponseBase]:
    """The view gets `request.me`; whoever is not signed in is asked to."""

    @wraps(view)
    def checked(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.viewer.id is None:
            return _ask_to_sign_in(request)
        request.me = request.viewer.id
        return view(request, *args, **kwargs)

    return checked


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _ask_to_sign_in(request: WebRequest) -> HttpResponse:
    # An address that only takes POST is no place to come back to.
    answer = redirect_to_login(request.get_full_path() if request.method == "GET" else resolve_url("home"))
    if request.htmx:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": answer.url})
    if wants_json(request):
        return JsonResponse({"message": "Please sign in."}, status=HTTPStatus.UNAUTHORIZED)
    return answer
