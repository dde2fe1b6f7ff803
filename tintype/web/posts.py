"""A post's own page, its likes, and its end."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tintype.graph.queries import relation
from tintype.lib.paging import Page, Span
from tintype.photos import actions, queries
from tintype.photos.originals import is_developing
from tintype.photos.records import PostRecord
from tintype.photos.shares.queries import is_shared, visible_shares
from tintype.photos.threads import visible_comments
from tintype.web.cards import button_state
from tintype.web.forms import CommentForm
from tintype.web.going import back
from tintype.web.limiting import limited
from tintype.web.paging import LIST_LENGTH, cursor
from tintype.web.people import people_page
from tintype.web.viewer import SignedInRequest, WebRequest, signed_in


def visible(viewer: int | None, post_id: int) -> PostRecord:
    post = queries.visible_post(viewer, post_id)
    if post is None:
        raise Http404
    return post


def _comments(request: WebRequest, post: PostRecord) -> dict[str, Any]:
    page = queries.comments(request.viewer.id, post, cursor(request), LIST_LENGTH)
    # Newest last, as in a conversation; the newest page comes first.
    return {"post": post, "comments": Page(page.items[::-1], page.next)}


def show(request: WebRequest, post: PostRecord, form: CommentForm, status: int = HTTPStatus.OK) -> HttpResponse:
    viewer = request.viewer.id
    context = _comments(request, post) | {
        "form": form,
        "relation": relation(viewer, post.owner.id),
        "like_state": button_state(is_on=queries.is_liked(viewer, post.id)),
        "share_state": button_state(is_on=is_shared(viewer, post.id)),
        "token": get_token(request),
        # Asked only where the page for changing a post has led here.
        "is_developing": "developing" in request.GET and viewer is not None and is_developing(viewer, post.id),
    }
    return render(request, "web/post.html", context, status=status)


@require_safe
def post(request: WebRequest, post_id: int) -> HttpResponseBase:
    shown = queries.visible_post(request.viewer.id, post_id)
    if shown is None:
        return _what_it_is_of(request.viewer.id, post_id)
    if request.htmx and "before" in request.GET:
        return render(request, "web/comments.html", _comments(request, shown))
    return show(request, shown, CommentForm.fresh())


def _what_it_is_of(viewer: int | None, status_id: int) -> HttpResponseBase:
    """Apps give a comment and a share an address of their own: it leads to the post."""
    if (pair := visible_comments(viewer, [status_id]).get(status_id)) is not None:
        shown, comment = pair
        newer = queries.comments(viewer, shown, Span(after=comment.id), LIST_LENGTH)
        page = f"?before={comment.id + 1}" if len(newer.items) >= LIST_LENGTH else ""
        return HttpResponseRedirect(f"{reverse('post', args=[shown.id])}{page}#c{comment.id}")
    share = visible_shares(viewer, [status_id]).get(status_id)
    if share is None:
        raise Http404
    return redirect("post", share.post.id)


@require_safe
@signed_in
def waiting(request: SignedInRequest, post_id: int) -> HttpResponse:
    """Asked by the pages that show a post of one's own as being worked on: they are loaded anew once it is not."""
    shown = visible(request.me, post_id)
    is_over = shown.problems or (shown.is_ready and not is_developing(request.me, post_id))
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Refresh": "true"} if is_over else {})


@require_safe
def likers(request: WebRequest, post_id: int) -> HttpResponse:
    shown = visible(request.viewer.id, post_id)
    page = queries.likers(request.viewer.id, shown, cursor(request), LIST_LENGTH)
    nobody, back_url = "Nobody likes this photo yet.", reverse("post", args=[post_id])
    return people_page(request, page, heading="Liked by", nobody=nobody, back_url=back_url)


@require_POST
@signed_in
@limited("like")
def like(request: SignedInRequest, post_id: int) -> HttpResponseBase:
    is_liked = {"1": True, "0": False}.get(request.POST.get("liked", ""))
    if is_liked is None:
        raise BadRequest("liked")
    changed = (actions.like if is_liked else actions.unlike)(request.me, post_id)
    if not request.htmx:
        return back(request, reverse("post", args=[post_id]))
    context = {"post": changed, "like_state": button_state(is_on=is_liked), "token": get_token(request)}
    return render(request, "web/like_button.html", context)


@require_POST
@signed_in
def delete(request: SignedInRequest, post_id: int) -> HttpResponseBase:
    if not actions.delete_post(request.me, post_id):
        raise Http404
    return redirect("me")
