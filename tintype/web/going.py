"""Where to go after a form."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def back(request: HttpRequest, fallback: str) -> HttpResponseRedirect:
    """To `next` of the form, else to the page that the form stood on, if these are ours; else to `fallback`."""
    hosts = {request.get_host()}
    for url in (request.POST.get("next", ""), request.headers.get("Referer", "")):
        if url_has_allowed_host_and_scheme(url, hosts, require_https=request.is_secure()):
            path = urlsplit(url)._replace(scheme="", netloc="").geturl()
            # Without its own host, `http://here//elsewhere/` leads elsewhere.
            if url_has_allowed_host_and_scheme(path, allowed_hosts=None):
                return HttpResponseRedirect(path)
    return HttpResponseRedirect(resolve_url(fallback))
