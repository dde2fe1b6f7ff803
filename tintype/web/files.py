"""Small files that browsers and robots ask for by a fixed name."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

ROBOTS = """User-agent: *
Disallow: /account/
Disallow: /media/
Disallow: /p/*/likes/
"""
DAY_SECONDS = 86400


@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    headers = {"Cache-Control": f"public, max-age={DAY_SECONDS}"}
    return HttpResponse(ROBOTS, content_type="text/plain", headers=headers)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - as above
    headers = {"Cache-Control": f"public, max-age={DAY_SECONDS}"}
    return HttpResponsePermanentRedirect(static("tintype/logo.svg"), headers=headers)
