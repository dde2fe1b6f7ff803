"""One's own profile and account."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tintype.accounts.actions import update_profile
from tintype.graph.mutes.queries import muted
from tintype.graph.queries import blocked
from tintype.lib.errors import Refused
from tintype.photos import faces
from tintype.photos.room import room_of
from tintype.storage.queries import LARGEST_UPLOAD_BYTES
from tintype.web.limiting import limited
from tintype.web.paging import LIST_LENGTH, cursor
from tintype.web.profile_form import ProfileForm
from tintype.web.viewer import SignedInRequest, signed_in


def _page(
    request: SignedInRequest,
    form: ProfileForm | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "tab": "me",
        "form": form or ProfileForm.of(request.viewer.person),
        "errors": errors or {},
        "saved": "saved" in request.GET,
        "blocked": blocked(request.me, cursor(request), LIST_LENGTH),
        "room": room_of(request.me),
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
    return _change_picture(request, "avatar", faces.set_avatar, faces.drop_avatar)


@require_POST
@signed_in
@limited("settings")
def header(request: SignedInRequest) -> HttpResponseBase:
    return _change_picture(request, "header", faces.set_header, faces.drop_header)


def _change_picture(
    request: SignedInRequest, name: str, put: Callable[[int, bytes], None], drop: Callable[[int], None]
) -> HttpResponseBase:
    if "remove" in request.POST:
        drop(request.me)
        return _saved()
    try:
        put(request.me, _sent(request, name))
    except Refused as refused:
        return _page(request, errors={name: refused.message}, status=HTTPStatus.BAD_REQUEST)
    return _saved()


def _sent(request: SignedInRequest, name: str) -> bytes:
    """Raises Refused."""
    file = request.FILES.get(name)
    if file is None or file.size is None:
        raise Refused("Choose a picture first.")
    if file.size > LARGEST_UPLOAD_BYTES:
        raise Refused(f"This picture is too large: {LARGEST_UPLOAD_BYTES // 2**20} MB is the most.")
    return bytes(file.read())
