"""The directory object store as people reach it: what an S3 bucket answers to a form, and to a signed address."""

import errno
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, BinaryIO, cast
from xml.sax.saxutils import escape

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tintype.storage.actions import store_upload
from tintype.storage.errors import ObjectMissing, StoreRefused, denied
from tintype.storage.keys import content_type_of
from tintype.storage.queries import has_directory, largest_upload_body, open_signed

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_DIGITS = 18
# What is here is for its owner alone, and came from a stranger.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
}


def _refusal(error: StoreRefused) -> HttpResponse:
    xml = f"<?xml version='1.0' encoding='UTF-8'?><Error><Code>{escape(error.code)}</Code>"
    xml += f"<Message>{escape(error.message)}</Message></Error>"
    return HttpResponse(xml, status=error.status, content_type="application/xml")


def _check_length(request: HttpRequest) -> None:
    length = request.META.get("CONTENT_LENGTH") or ""
    if not (length.isascii() and length.isdigit()):
        raise StoreRefused(HTTPStatus.LENGTH_REQUIRED, "MissingContentLength", "The upload did not say how long it is.")
    # Python refuses to read a number of thousands of digits.
    if len(length) > MOST_DIGITS or int(length) > largest_upload_body():
        message = "This file is too large to be uploaded."
        raise StoreRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "EntityTooLarge", message)


def _form(request: HttpRequest) -> "tuple[dict[str, str], UploadedFile[Any] | None]":
    malformed = StoreRefused(HTTPStatus.BAD_REQUEST, "MalformedPOSTRequest", "The upload form is not well-formed.")
    try:
        fields, files = request.POST, request.FILES
    except (MultiPartParserError, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, UnreadablePostError):
        raise malformed from None
    except OSError as error:
        # Larger files wait on the disk while the form is read; with S3's code for it, the page tries again later.
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        message = "There is no room for more photos right now. Nothing was lost; please try again later."
        raise StoreRefused(HTTPStatus.INSUFFICIENT_STORAGE, "InsufficientStorage", message) from error
    if any(len(values) > 1 for _, values in fields.lists()) or sum(len(sent) for _, sent in files.lists()) > 1:
        raise malformed
    return {name: cast("str", value) for name, value in fields.items()}, files.get("file")


# No session is asked: the signed policy in the form is what allows the upload, as with S3.
@csrf_exempt
@require_POST
def store(request: HttpRequest) -> HttpResponse:
    _check_is_here()
    try:
        _check_length(request)
        fields, file = _form(request)
        store_upload(fields, cast("BinaryIO", file.file) if file else None, file.size if file else None)
    except StoreRefused as error:
        return _refusal(error)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_safe
def stored(request: HttpRequest, key: str) -> HttpResponseBase:
    """Nothing is here without a signature, and with one only for GET; whether there is such an object is not said."""
    _check_is_here()
    try:
        query = {name: values[-1] for name, values in request.GET.lists() if len(values) == 1}
        if request.method != "GET":
            raise denied("This address is good for GET.")
        file = open_signed(key, query)
    except StoreRefused as error:
        return _refusal(error)
    except ObjectMissing:
        return _refusal(StoreRefused(HTTPStatus.NOT_FOUND, "NoSuchKey", "There is no such object."))
    return FileResponse(file, content_type=content_type_of(key), headers=HEADERS)


def _check_is_here() -> None:
    """S3 answers at an address of its own."""
    if not has_directory():
        raise Http404
