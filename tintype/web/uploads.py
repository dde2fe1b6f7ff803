"""A photo's way in, as the compose page talks: where to send it, that it is sent, how it stands. JSON throughout."""

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from tintype.lib.errors import NotFound, Refused
from tintype.photos import uploads
from tintype.photos.errors import PartsMissing
from tintype.photos.queries import photo_state
from tintype.photos.records import PhotoState, Started
from tintype.web.limiting import limited
from tintype.web.pictures import local, picture
from tintype.web.viewer import SignedInRequest, signed_in

NOT_THERE = "This photo is not there any more. Please add it again."


def _problem(status: int, message: str) -> JsonResponse:
    return JsonResponse({"message": message}, status=status)


def _state(state: PhotoState) -> JsonResponse:
    return JsonResponse({"state": state.state, "reason": state.reason, "thumb": picture(state.photo, 320) or None})


def _started(started: Started, status: int) -> JsonResponse:
    parts = [{"n": one.number, "start": one.start, "end": one.end, "fields": one.fields} for one in started.parts]
    # Ids pass 2^53, beyond which JavaScript's numbers have gaps.
    answer = {"photo_id": str(started.photo_id), "url": local(started.url), "parts": parts}
    return JsonResponse(answer, status=status)


def _finish(viewer: int, photo_id: int) -> JsonResponse:
    try:
        return _state(uploads.finish_upload(viewer, photo_id))
    except PartsMissing as missing:
        return JsonResponse({"message": missing.message, "missing": missing.numbers}, status=HTTPStatus.CONFLICT)


def _offer(request: HttpRequest) -> tuple[str, int] | None:
    """Type and size as the browser says them, or None for what is no such JSON."""
    try:
        offer: Any = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(offer, dict):
        return None
    content_type, size = offer.get("type"), offer.get("size")
    if not isinstance(content_type, str) or type(size) is not int:
        return None
    return content_type, size


@require_POST
@signed_in
@limited("upload")
def start(request: SignedInRequest) -> HttpResponseBase:
    offer = _offer(request)
    if offer is None:
        return _problem(HTTPStatus.BAD_REQUEST, 'Send {"type": "image/jpeg", "size": bytes}.')
    try:
        started = uploads.start_upload(request.me, *offer)
    except Refused as refused:
        return _problem(HTTPStatus.BAD_REQUEST, refused.message)
    return _started(started, HTTPStatus.CREATED)


@require_POST
@signed_in
@limited("upload")
def parts(request: SignedInRequest, photo_id: int) -> HttpResponseBase:
    """Fresh forms for what is not there yet: after a cut, a reload, or when the former ones have expired."""
    try:
        return _started(uploads.missing_parts(request.me, photo_id), HTTPStatus.OK)
    except NotFound:
        return _problem(HTTPStatus.NOT_FOUND, NOT_THERE)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def one(request: SignedInRequest, photo_id: int) -> HttpResponseBase:
    """GET: how the photo stands. POST: its bytes are up; 409 says which are not."""
    try:
        if request.method == "POST":
            return _finish(request.me, photo_id)
        state = photo_state(request.me, photo_id)
    except NotFound:
        return _problem(HTTPStatus.NOT_FOUND, NOT_THERE)
    return _state(state) if state else _problem(HTTPStatus.NOT_FOUND, NOT_THERE)
