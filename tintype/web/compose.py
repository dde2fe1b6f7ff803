"""Writing a post. The page sends itself by script and gets JSON; a plain form gets a page with what was typed."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tintype.photos.actions import publish_post
from tintype.photos.errors import DraftRefused
from tintype.photos.limits import ALT_LENGTH, CAPTION_LENGTH, MOST_PHOTOS
from tintype.photos.records import Draft
from tintype.storage.queries import LARGEST_UPLOAD_BYTES
from tintype.web.forms import ComposeForm
from tintype.web.limiting import limited
from tintype.web.viewer import SignedInRequest, signed_in, wants_json

LIMITS = {
    "max_photos": MOST_PHOTOS,
    "max_alt": ALT_LENGTH,
    "max_caption": CAPTION_LENGTH,
    "max_megabytes": LARGEST_UPLOAD_BYTES // 2**20,
}
# The room's word for a field, where the form has another.
FIELDS = {"photos": "photo_ids"}


def _page(request: SignedInRequest, form: ComposeForm, status: int = HTTPStatus.OK) -> HttpResponse:
    context: dict[str, Any] = LIMITS | {"tab": "new", "form": form, "restored": None}
    if form.is_bound:
        context |= {"restored": _typed(form), "form_error": _other_errors(form)}
    return render(request, "web/compose.html", context, status=status)


def _typed(form: ComposeForm) -> dict[str, Any]:
    """What came with the form, for the script to put back."""
    ids, alts = form["photo_ids"].value() or [], form["alts"].value() or []
    photos = [{"id": one, "alt": alts[n] if n < len(alts) else ""} for n, one in enumerate(ids)]
    return {
        "key": form["idempotency_key"].value(),
        "caption": form["caption"].value(),
        "visibility": form["visibility"].value(),
        "photos": photos,
    }


def _other_errors(form: ComposeForm) -> str:
    shown_beside = {"caption", "photo_ids"}
    return " ".join(str(errors[0]) for field, errors in form.errors.items() if field not in shown_beside)


def _draft(form: ComposeForm) -> Draft:
    typed = form.cleaned_data
    return Draft(
        photo_ids=typed["photo_ids"],
        alts=typed["alts"],
        caption=typed["caption"],
        visibility=typed["visibility"],
        idempotency_key=str(typed["idempotency_key"]),
        recipes=typed["recipes"],
        before_ready=True,
    )


def _publish(request: SignedInRequest, form: ComposeForm) -> int | None:
    """The id of the post, or None with the reasons in the form."""
    if not form.is_valid():
        return None
    try:
        return publish_post(request.me, _draft(form))
    except DraftRefused as refused:
        form.add_error(FIELDS.get(refused.field, refused.field), refused.message)
        return None


@require_safe
@signed_in
def compose(request: SignedInRequest) -> HttpResponse:
    return _page(request, ComposeForm.fresh())


@require_POST
@signed_in
@limited("post")
def publish(request: SignedInRequest) -> HttpResponseBase:
    form = ComposeForm(request.POST)
    post_id = _publish(request, form)
    if post_id is None:
        if not wants_json(request):
            return _page(request, form, HTTPStatus.BAD_REQUEST)
        errors = {field: str(errors[0]) for field, errors in form.errors.items()}
        return JsonResponse({"errors": errors}, status=HTTPStatus.BAD_REQUEST)
    if wants_json(request):
        return JsonResponse({"url": reverse("post", args=[post_id])}, status=HTTPStatus.CREATED)
    return redirect("post", post_id)
