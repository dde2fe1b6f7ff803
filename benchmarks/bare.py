"""The limit: a Django view that returns 30 KB of constant bytes, with no middleware and nothing behind it."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = b"x" * 30 * 1024

settings.configure(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, SECRET_KEY="bare", MIDDLEWARE=[])


def constant(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY)


# The second is where `up` looks whether a web server is ready.
urlpatterns = [path("", constant), path("healthz", constant)]
application = get_wsgi_application()
