"""One's own profile and account."""

from http import HTTPStatus

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tintype.accounts.actions import update_profile
from tintype.graph.mutes.queries import muted
from tintype.graph.queries import blocked
from tintype.lib.errors import Refused
from tintype.photos.faces import set_avatar
from tintype.storage.queries import LARGEST_UPLOAD_BYTES
from tintype.web.forms import ProfileForm
from tintype.web.limiting import limited
from tintype.web.paging import LIST_LENGTH, cursor
from tintype.web.viewer import SignedInRequest, signed_in


def _page(
    request: SignedInRequest, form: ProfileForm | None = None, avatar_error: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "tab": "me",
        "form": form or ProfileForm.of(request.viewer.person),
        "avatar_error": avatar_error,
        "saved": "saved" in request.GET,
        "blocked": blocked(request.me, cursor(request), LIST_LENGTH),
        "muted": muted(request.me, cursor(request, "muted_before"), LIST_LENGTH),
    }
    return render(request, "web/settings.html", context, status=status)


def _saved() -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('settings')}?saved")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def preferences(request: SignedInRequest) -> HttpResponseBase:
    return _save(request) if request.method == "POST" else _page(request)


@limited("settings")
def _save(request: SignedInRequest) -> HttpResponseBase:
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.BAD_REQUEST)
    update_profile(request.me, **form.cleaned_data)
    return _saved()


@require_POST
@signed_in
@limited("settings")
def avatar(request: SignedInRequest) -> HttpResponseBase:
    file = request.FILES.get("avatar")
    if file is None or file.size is None:
        return _page(request, avatar_error="Choose a picture first.", status=HTTPStatus.BAD_REQUEST)
    if file.size > LARGEST_UPLOAD_BYTES:
        message = f"This picture is too large: {LARGEST_UPLOAD_BYTES // 2**20} MB is the most."
        return _page(request, avatar_error=message, status=HTTPStatus.BAD_REQUEST)
    try:
        set_avatar(request.me, file.read())
    except Refused as refused:
        return _page(request, avatar_error=refused.message, status=HTTPStatus.BAD_REQUEST)
    return _saved()
