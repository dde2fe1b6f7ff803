"""The upload address of the directory object store: what an S3 bucket answers to a form POST."""

import errno
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, BinaryIO, cast
from xml.sax.saxutils import escape

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tintype.storage.actions import store_upload
from tintype.storage.errors import UploadRefused
from tintype.storage.queries import largest_upload_body

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_DIGITS = 18


def _refusal(error: UploadRefused) -> HttpResponse:
    xml = f"<?xml version='1.0' encoding='UTF-8'?><Error><Code>{escape(error.code)}</Code>"
    xml += f"<Message>{escape(error.message)}</Message></Error>"
    return HttpResponse(xml, status=error.status, content_type="application/xml")


def _check_length(request: HttpRequest) -> None:
    length = request.META.get("CONTENT_LENGTH") or ""
    if not (length.isascii() and length.isdigit()):
        raise UploadRefused(
            HTTPStatus.LENGTH_REQUIRED, "MissingContentLength", "The upload did not say how long it is."
        )
    # Python refuses to read a number of thousands of digits.
    if len(length) > MOST_DIGITS or int(length) > largest_upload_body():
        message = "This file is too large to be uploaded."
        raise UploadRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "EntityTooLarge", message)


def _form(request: HttpRequest) -> "tuple[dict[str, str], UploadedFile[Any] | None]":
    malformed = UploadRefused(HTTPStatus.BAD_REQUEST, "MalformedPOSTRequest", "The upload form is not well-formed.")
    try:
        fields, files = request.POST, request.FILES
    except (MultiPartParserError, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, UnreadablePostError):
        raise malformed from None
    except OSError as error:
        # Larger files wait on the disk while the form is read; with S3's code for it, the page tries again later.
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        message = "There is no room for more photos right now. Nothing was lost; please try again later."
        raise UploadRefused(HTTPStatus.INSUFFICIENT_STORAGE, "InsufficientStorage", message) from error
    if any(len(values) > 1 for _, values in fields.lists()) or sum(len(sent) for _, sent in files.lists()) > 1:
        raise malformed
    return {name: cast("str", value) for name, value in fields.items()}, files.get("file")


# No session is asked: the signed policy in the form is what allows the upload, as with S3.
@csrf_exempt
@require_POST
def store(request: HttpRequest) -> HttpResponse:
    try:
        _check_length(request)
        fields, file = _form(request)
        store_upload(fields, cast("BinaryIO", file.file) if file else None, file.size if file else None)
    except UploadRefused as error:
        return _refusal(error)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
