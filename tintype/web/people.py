"""Lists of people, following and blocking."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tintype.accounts import queries as accounts
from tintype.accounts.records import Person
from tintype.graph import actions, queries
from tintype.graph.mutes import actions as muting
from tintype.graph.records import Relation
from tintype.lib.paging import Page
from tintype.lib.text import clean
from tintype.photos.queries import visible_profile
from tintype.web.going import back
from tintype.web.limiting import limited
from tintype.web.paging import LIST_LENGTH, cursor, older_url
from tintype.web.viewer import SignedInRequest, WebRequest, signed_in


@dataclass(frozen=True)
class Row:
    person: Person
    relation: Relation


def rows_of(people: Iterable[Person], relations: dict[int, Relation]) -> list[Row]:
    return [Row(person, relations[person.id]) for person in people]


def named(username: str) -> Person:
    person = accounts.person_by_username(username)
    if person is None:
        raise Http404
    return person


@require_safe
def followers(request: WebRequest, username: str) -> HttpResponse:
    return _list(request, username, is_followers=True)


@require_safe
def following(request: WebRequest, username: str) -> HttpResponse:
    return _list(request, username, is_followers=False)


def _list(request: WebRequest, username: str, *, is_followers: bool) -> HttpResponse:
    viewer, owner = request.viewer.id, named(username)
    if not visible_profile(viewer, owner):
        raise Http404
    page = (queries.followers if is_followers else queries.following)(viewer, owner, cursor(request), LIST_LENGTH)
    heading = f"Followers of {username}" if is_followers else f"Followed by {username}"
    nobody = "Nobody yet." if viewer == owner.id or not owner.hides_follows else f"{username} does not show this."
    return people_page(request, page, heading=heading, nobody=nobody, back_url=reverse("profile", args=[username]))


def people_page(request: WebRequest, page: Page[Person], *, heading: str, nobody: str, back_url: str) -> HttpResponse:
    """A list of people with a button each to follow them; htmx gets its next rows alone."""
    context = {
        "heading": heading,
        "nobody": nobody,
        "back_url": back_url,
        "rows": rows_of(page.items, queries.relations(request.viewer.id, [person.id for person in page.items])),
        "older_url": older_url(request, page),
    }
    return render(request, "web/people_rows.html" if request.htmx else "web/people.html", context)


@require_safe
@signed_in
def find(request: SignedInRequest) -> HttpResponse:
    prefix = clean(request.GET.get("q", "")).lstrip("@")[:30]
    found = accounts.search_people(prefix) if prefix else []
    ties = queries.relations(request.me, [person.id for person in found])
    rows = [row for row in rows_of(found, ties) if not row.relation.is_blocked_by]
    return render(request, "web/find_people.html", {"tab": "people", "q": prefix, "rows": rows})


@require_POST
@signed_in
@limited("follow")
def follow(request: SignedInRequest, username: str) -> HttpResponseBase:
    change = {"1": actions.follow, "0": actions.unfollow}.get(request.POST.get("follow", ""))
    if change is None:
        raise BadRequest("follow")
    person = named(username)
    relation = change(request.me, person.id)
    if request.htmx:
        context = {"person": person, "relation": relation, "in_list": True}
        return render(request, "web/follow_button.html", context)
    return back(request, reverse("profile", args=[username]))


@require_POST
@signed_in
@limited("follow")
def block(request: SignedInRequest, username: str) -> HttpResponseBase:
    change = {"1": actions.block, "0": actions.unblock}.get(request.POST.get("block", ""))
    if change is None:
        raise BadRequest("block")
    change(request.me, named(username).id)
    return back(request, reverse("profile", args=[username]))


@require_POST
@signed_in
@limited("follow")
def mute(request: SignedInRequest, username: str) -> HttpResponseBase:
    change = {"1": muting.mute, "0": muting.unmute}.get(request.POST.get("mute", ""))
    if change is None:
        raise BadRequest("mute")
    change(request.me, named(username).id)
    return back(request, reverse("profile", args=[username]))
