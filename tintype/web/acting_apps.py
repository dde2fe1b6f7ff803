"""The apps that act for a person, for that person to look through and to end."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tintype.accounts.client_apps import acting_apps
from tintype.accounts.tokens import end_tokens_of
from tintype.web.scope_words import in_words
from tintype.web.viewer import SignedInRequest, signed_in


@require_safe
@signed_in
def apps(request: SignedInRequest) -> HttpResponse:
    rows = [(app, in_words(app.scopes)) for app in acting_apps(request.me)]
    return render(request, "web/acting_apps.html", {"tab": "me", "rows": rows})


@require_POST
@signed_in
def end(request: SignedInRequest, app_id: int) -> HttpResponse:
    """Also where the app does not act for them, or is not there: afterwards it does not."""
    end_tokens_of(request.me, app_id)
    return HttpResponseRedirect(reverse("acting_apps"))
