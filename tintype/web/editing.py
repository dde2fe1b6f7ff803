"""Changing what a post of one's own says and shows, and to whom."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tintype.photos.edits import edit_post
from tintype.photos.errors import DraftRefused
from tintype.photos.originals import recipes_of
from tintype.photos.records import Change, PhotoRecord, PostRecord
from tintype.web.forms import EditForm
from tintype.web.limiting import limited
from tintype.web.posts import visible
from tintype.web.viewer import SignedInRequest, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: SignedInRequest, post_id: int) -> HttpResponseBase:
    post = visible(request.me, post_id)
    if post.owner.id != request.me:
        raise Http404
    return _save(request, post) if request.method == "POST" else _page(request, post, EditForm.of(post))


@dataclass(frozen=True)
class Row:
    """A photo in the form."""

    photo: PhotoRecord
    alt: str
    # As JSON.
    recipe: str
    is_removed: bool


def _page(request: SignedInRequest, post: PostRecord, form: EditForm, status: int = HTTPStatus.OK) -> HttpResponse:
    alts, removed = form["alts"].value() or [], form["removed"].value() or []
    known = recipes_of(request.me, [photo.id for photo in post.photos])
    recipes = form["recipes"].value() or []
    rows = [
        Row(
            photo,
            alts[n] if n < len(alts) else photo.alt,
            recipes[n] if n < len(recipes) else json.dumps(known.get(photo.id, {})),
            str(photo.id) in removed,
        )
        for n, photo in enumerate(post.photos)
    ]
    return render(request, "web/edit.html", {"post": post, "form": form, "rows": rows}, status=status)


@limited("post")
def _save(request: SignedInRequest, post: PostRecord) -> HttpResponseBase:
    form = EditForm(request.POST)
    if form.is_valid():
        change = _change(post, form.cleaned_data)
        before = recipes_of(request.me, list(change.recipes))
        try:
            edit_post(request.me, post.id, change)
        except DraftRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            # That page says then that the photos look new in a moment.
            return redirect(reverse("post", args=[post.id]) + ("?developing" if change.recipes != before else ""))
    return _page(request, post, form, HTTPStatus.BAD_REQUEST)


def _change(post: PostRecord, typed: dict[str, Any]) -> Change:
    ids = [photo.id for photo in post.photos]
    return Change(
        caption=typed["caption"],
        spoiler=typed["spoiler"],
        is_sensitive=typed["is_sensitive"],
        photo_ids=[one for one in ids if one not in typed["removed"]],
        alts=dict(zip(ids, typed["alts"], strict=False)),
        recipes=dict(zip(ids, typed["recipes"], strict=False)),
        visibility=typed["visibility"] or None,
    )
