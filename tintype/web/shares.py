"""Showing somebody's post to one's own followers."""

from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tintype.photos.shares import actions, queries
from tintype.web.cards import button_state
from tintype.web.going import back
from tintype.web.limiting import limited
from tintype.web.paging import LIST_LENGTH, cursor
from tintype.web.people import people_page
from tintype.web.posts import visible
from tintype.web.viewer import SignedInRequest, WebRequest, signed_in


@require_safe
def sharers(request: WebRequest, post_id: int) -> HttpResponse:
    shown = visible(request.viewer.id, post_id)
    page = queries.sharers(request.viewer.id, shown, cursor(request), LIST_LENGTH)
    nobody, back_url = "Nobody shares this photo yet.", reverse("post", args=[post_id])
    return people_page(request, page, heading="Shared by", nobody=nobody, back_url=back_url)


@require_POST
@signed_in
@limited("share")
def share(request: SignedInRequest, post_id: int) -> HttpResponseBase:
    change = {"1": actions.share, "0": actions.unshare}.get(request.POST.get("shared", ""))
    if change is None:
        raise BadRequest("shared")
    changed = change(request.me, post_id)
    if not request.htmx:
        return back(request, reverse("post", args=[post_id]))
    context = {
        "post": changed,
        "share_state": button_state(is_on=changed.share_id > 0),
        "token": get_token(request),
    }
    return render(request, "web/share_button.html", context)
