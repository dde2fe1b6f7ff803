"""Renditions and avatars out of the object store, as an edge shows them; edges in front of a directory ask here."""

import io
from collections.abc import Mapping
from http import HTTPStatus
from typing import BinaryIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from tintype.accounts.queries import person
from tintype.storage.errors import ObjectMissing
from tintype.storage.keys import content_type_of, is_face, owner_of
from tintype.storage.queries import check_media_url, media_max_age, open_object
from tintype.web.ranges import PartOf, asked_range

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
def media(request: HttpRequest, key: str) -> HttpResponseBase:
    address = request.GET.dict()
    if not _is_good(key, address):
        raise Http404
    try:
        file = open_object(key)
    except ObjectMissing:
        raise Http404 from None
    # A key never has two contents, so it says all that a digest of them would.
    etag = f'"{key.rpartition("/")[2]}"'
    answer: HttpResponseBase | None = get_conditional_response(request, etag)
    if answer is None:
        answer = _answer(file, asked_range(request, etag, file.seek(0, io.SEEK_END)), content_type_of(key))
    else:
        file.close()
    is_public, seconds = media_max_age(key, address.get("e", ""))
    scope = "public" if is_public else "private"
    said = {"Cache-Control": f"{scope}, max-age={seconds}, immutable", "ETag": etag, "Accept-Ranges": "bytes"}
    for name, value in (HEADERS | said).items():
        answer.headers[name] = value
    return answer


def _is_good(key: str, address: Mapping[str, str]) -> bool:
    """The signature says what was given out; the owner, whether it was recalled since."""
    if not check_media_url(key, address):
        return False
    owner = person(owner_of(key))
    if owner is None:
        return False
    return is_face(key) or address["g"] in (owner.stamp(is_public=True), owner.stamp(is_public=False))


def _answer(file: BinaryIO, part: range | None, content_type: str) -> HttpResponseBase:
    if part is None:
        file.seek(0)
        return FileResponse(file, content_type=content_type)
    size = file.seek(0, io.SEEK_END)
    if not part:
        file.close()
        status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        return HttpResponse(status=status, headers={"Content-Range": f"bytes */{size}"})
    answer = FileResponse(PartOf(file, part), status=HTTPStatus.PARTIAL_CONTENT, content_type=content_type)
    answer.headers["Content-Range"] = f"bytes {part.start}-{part[-1]}/{size}"
    answer.headers["Content-Length"] = str(len(part))
    return answer
