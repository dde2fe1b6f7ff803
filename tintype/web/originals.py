"""The way to one's own photo as it came, for the editor."""

from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tintype.lib.errors import NotFound
from tintype.photos.originals import original_url
from tintype.web.pictures import local
from tintype.web.viewer import SignedInRequest, signed_in


@require_safe
@never_cache
@signed_in
def original(request: SignedInRequest, photo_id: int) -> HttpResponseBase:
    try:
        return HttpResponseRedirect(local(original_url(request.me, photo_id)))
    except NotFound:
        raise Http404 from None
