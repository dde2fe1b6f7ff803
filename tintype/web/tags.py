from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tintype.lib.text import tags_in
from tintype.photos.timelines import tagged
from tintype.web.paging import GRID_LENGTH, cursor, older_url
from tintype.web.viewer import WebRequest


@require_safe
def tag(request: WebRequest, name: str) -> HttpResponse:
    if tags_in(f"#{name}") != [name.casefold()]:
        raise Http404
    posts = tagged(request.viewer.id, name, cursor(request), GRID_LENGTH)
    context = {"tag": name.casefold(), "posts": posts, "older_url": older_url(request, posts)}
    return render(request, "web/grid.html" if request.htmx else "web/tag.html", context)
