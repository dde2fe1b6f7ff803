from http import HTTPStatus

from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from tintype.photos import actions
from tintype.photos.errors import CommentRefused
from tintype.web.forms import CommentForm
from tintype.web.limiting import limited
from tintype.web.posts import show, visible
from tintype.web.viewer import SignedInRequest, signed_in


@require_POST
@signed_in
@limited("comment")
def comment(request: SignedInRequest, post_id: int) -> HttpResponseBase:
    post = visible(request.me, post_id)
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            made = actions.comment(
                request.me, post_id, form.cleaned_data["text"], str(form.cleaned_data["idempotency_key"])
            )
        except CommentRefused as refused:
            form.add_error("text", refused.message)
        else:
            return HttpResponseRedirect(f"{reverse('post', args=[post_id])}#c{made.id}")
    return show(request, post, form, HTTPStatus.BAD_REQUEST)


@require_POST
@signed_in
def delete(request: SignedInRequest, post_id: int, comment_id: int) -> HttpResponseBase:
    if not actions.delete_comment(request.me, post_id, comment_id):
        raise Http404
    return redirect("post", post_id)
