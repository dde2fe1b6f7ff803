from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tintype.graph.queries import request_count
from tintype.notify import queries, reading
from tintype.web.paging import LIST_LENGTH, cursor, older_url
from tintype.web.viewer import SignedInRequest, signed_in


@require_safe
@signed_in
def activity(request: SignedInRequest) -> HttpResponse:
    before = cursor(request)
    news = queries.activity(request.me, before, LIST_LENGTH)
    context = {"tab": "activity", "news": news, "older_url": older_url(request, news)}
    if request.htmx:
        return render(request, "web/activity_rows.html", context)
    response = render(request, "web/activity.html", context | {"request_count": request_count(request.me), "unread": 0})
    # Asked of the count, as not all that is new is shown: people may have been blocked since.
    if before is None and queries.unread_count(request.me):
        reading.mark_read(request.me)
    return response
