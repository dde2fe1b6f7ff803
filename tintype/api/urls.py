"""Every address of the API, with and without a slash at the end: a redirect would lose the body and the method."""

from itertools import groupby
from operator import attrgetter

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt

from tintype.api.answers import Answer, json_response
from tintype.api.dispatch import endpoint
from tintype.api.errors import not_found
from tintype.api.page import page
from tintype.api.routes import all_routes


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    error = not_found()
    return json_response(Answer(error.body, error.status))


def _patterns() -> list[URLPattern]:
    patterns = []
    for address, routes in groupby(all_routes(), key=attrgetter("path")):
        view = endpoint({route.method: route for route in routes})
        patterns += [path(address[1:], view), path(f"{address[1:]}/", view)]
    return patterns


urlpatterns = [path("api/", page, name="api"), *_patterns(), re_path(r"^api/", nothing_here)]
