"""What the rest of Tintype asks for: a picture goes to a confined child of its own, and clean files come back."""

import json
import logging
import mmap
import os
import signal
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, NoReturn

from django.conf import settings

from tintype.photos.imaging import wire
from tintype.photos.imaging.client import run_child
from tintype.photos.imaging.errors import MESSAGES, ImagingFailed, PhotoRefused
from tintype.photos.imaging.recipe import PLAIN, Recipe
from tintype.photos.imaging.records import MAX_ANSWER_BYTES, ORIGINAL, WIDTHS, Rendered
from tintype.photos.imaging.sniff import content_type, is_heif, is_video
from tintype.storage.queries import LARGEST_UPLOAD_BYTES as MAX_UPLOAD_BYTES

logger = logging.getLogger(__name__)

_MAX_LOG_BYTES = 2000
_PICTURES_FAULT = {
    signal.SIGXCPU,
    signal.SIGSEGV,
    signal.SIGABRT,
    signal.SIGTRAP,
    signal.SIGBUS,
    signal.SIGFPE,
    signal.SIGILL,
}


def render_photo(data: bytes, recipe: Recipe = PLAIN, *, with_original: bool = True) -> Rendered:
    """Raises PhotoRefused, or ImagingFailed if this machine could not do it now.

    Without the original is for what was made here as one, which may have more bytes than an upload.
    """
    formats = ("jpg", "webp", "avif") if settings.TINTYPE_AVIF else ("jpg", "webp")
    order = {"work": "photo", "recipe": recipe.as_json(), "formats": formats, "with_original": with_original}
    names = _photo_names(formats, (ORIGINAL,) if with_original else ())
    # What is developed anew is an original of ours, which may be larger than what was uploaded.
    return _render(order, names, data, MAX_UPLOAD_BYTES if with_original else MAX_ANSWER_BYTES)


def render_avatar(data: bytes) -> bytes:
    """The middle of a photo as a square JPEG. Raises as `render_photo` does."""
    return _render_face("avatar", data)


def render_header(data: bytes) -> bytes:
    """The middle of a photo as a JPEG three times as wide as high. Raises as `render_photo` does."""
    return _render_face("header", data)


def _render_face(work: str, data: bytes) -> bytes:
    order = {"work": work, "recipe": {}, "formats": (), "with_original": False}
    return _render(order, {(work,)}, data, MAX_UPLOAD_BYTES).renditions[0].data


def _photo_names(formats: tuple[str, ...], more: tuple[str, ...]) -> set[tuple[str, ...]]:
    """In each format the smallest width, the two smallest, and so on: how many there are depends on the photo."""
    made = [tuple(f"{width}.{form}" for form in formats) for width in WIDTHS]
    return {sum(made[: number + 1], ()) + more for number in range(len(WIDTHS))}


def _render(
    order: dict[str, Any], expected: Collection[tuple[str, ...]], data: bytes, most_bytes: int = MAX_UPLOAD_BYTES
) -> Rendered:
    _refuse_early(data, most_bytes)
    try:
        result = _rendered(order, expected, data)
    except wire.BadAnswer as error:
        logger.exception("the imaging child gave an unsound answer")
        raise PhotoRefused("damaged") from error
    if isinstance(result, str):
        raise PhotoRefused(result if result in MESSAGES else "damaged")
    return result


def _refuse_early(data: bytes, most_bytes: int) -> None:
    if not data:
        raise PhotoRefused("empty")
    if len(data) > most_bytes:
        raise PhotoRefused("too_large")
    if is_heif(data):
        raise PhotoRefused("heic")
    if is_video(data):
        raise PhotoRefused("video")
    if content_type(data) is None:
        raise PhotoRefused("not_an_image")


def _rendered(order: dict[str, Any], expected: Collection[tuple[str, ...]], data: bytes) -> Rendered | str:
    """Files in memory, not pipes: neither side waits for the other, and no answer outgrows its limit."""
    with _memory("picture") as picture, _memory("answer") as answer, _memory("log") as log:
        picture.write(data)
        picture.flush()
        ended = run_child(json.dumps(order).encode(), [file.fileno() for file in (picture, answer, log)])
        if ended.code != 0:
            log.seek(0)
            _explain(ended.code, log.read(_MAX_LOG_BYTES))
        return _read(answer, expected)


def _read(answer: BinaryIO, expected: Collection[tuple[str, ...]]) -> Rendered | str:
    length = min(os.fstat(answer.fileno()).st_size, MAX_ANSWER_BYTES)
    if length == 0:
        raise wire.BadAnswer("nothing")
    # Not read but looked at: the only copies made are those of the files.
    with mmap.mmap(answer.fileno(), length, prot=mmap.PROT_READ) as view:
        return wire.read(view, expected)


def _explain(code: int, log: bytes) -> NoReturn:
    """What crashes the decoder does so again; what could not be started may work later."""
    logger.error("the imaging child ended with %d: %r", code, log)
    if -code in _PICTURES_FAULT:
        raise PhotoRefused("damaged")
    raise ImagingFailed(f"the imaging child ended with {code}")


@contextmanager
def _memory(name: str) -> Iterator[BinaryIO]:
    with os.fdopen(os.memfd_create(name), "w+b") as file:
        yield file
