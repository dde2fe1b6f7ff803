"""Renditions and avatars out of the object store. In front of S3 a CDN does this."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from tintype.storage.errors import ObjectMissing
from tintype.storage.keys import content_type_of
from tintype.storage.queries import check_media_url, media_max_age, open_object

# Only pictures are ever written under a servable key; these headers hold even if something else came there.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Content-Disposition": "inline",
    # Apps that are web pages show photos too. Whoever has the signed address may have the bytes. Said here and not by
    # the CORS middleware, whose `Vary: Origin` would split every cache by the pages that show the photo.
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
}


@require_safe
def media(request: HttpRequest, key: str) -> FileResponse:
    expires = request.GET.get("e", "")
    if not check_media_url(key, request.GET.dict()):
        raise Http404
    try:
        file = open_object(key)
    except ObjectMissing:
        raise Http404 from None
    is_public, seconds = media_max_age(key, expires)
    scope = "public" if is_public else "private"
    headers = HEADERS | {"Cache-Control": f"{scope}, max-age={seconds}, immutable"}
    return FileResponse(file, content_type=content_type_of(key), headers=headers)
