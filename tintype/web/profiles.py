"""A person's page, and who asks to see it."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tintype.graph import actions
from tintype.graph import queries as graph
from tintype.graph.mutes.queries import muted_by
from tintype.photos.counts import counts
from tintype.photos.door import Which
from tintype.photos.queries import posts_of, visible_profile
from tintype.web.going import back
from tintype.web.paging import GRID_LENGTH, LIST_LENGTH, cursor, older_url
from tintype.web.people import named
from tintype.web.viewer import SignedInRequest, WebRequest, signed_in


@require_safe
def profile(request: WebRequest, username: str) -> HttpResponse:
    viewer, person = request.viewer.id, named(username)
    relation = graph.relation(viewer, person.id)
    if relation.is_blocked_by:
        raise Http404
    posts = posts_of(viewer, person, cursor(request), GRID_LENGTH, Which(with_unready=True))
    context: dict[str, Any] = {"posts": posts, "older_url": older_url(request, posts)}
    if request.htmx:
        return render(request, "web/grid.html", context)
    context |= {
        "tab": "me" if relation.is_self else "",
        "person": person,
        "relation": relation,
        "is_muted": person.id in muted_by(viewer),
        "may_see": visible_profile(viewer, person),
        "counts": counts(person.id),
    }
    return render(request, "web/profile.html", context)


@require_safe
@signed_in
def me(request: SignedInRequest) -> HttpResponseBase:
    """The tab bar's way to one's own page: the bar lies in a cache and does not know the name."""
    person = request.viewer.person
    if person is None:
        raise Http404
    return redirect("profile", person.username)


@require_safe
@signed_in
def requests(request: SignedInRequest) -> HttpResponse:
    page = graph.requests(request.me, cursor(request), LIST_LENGTH)
    context = {"tab": "activity", "page": page, "older_url": older_url(request, page)}
    return render(request, "web/requests.html", context)


@require_POST
@signed_in
def decide(request: SignedInRequest, username: str) -> HttpResponseBase:
    decision = {"approve": actions.approve, "decline": actions.decline}.get(request.POST.get("decision", ""))
    if decision is None:
        raise BadRequest("decision")
    person = named(username)
    decision(request.me, person.id)
    if request.htmx:
        context = {"person": person, "approved": decision is actions.approve}
        return render(request, "web/request_done.html", context)
    return back(request, reverse("requests"))
