"""The parent's side: sends a picture to a fresh, confined child, and waits only so long for the answer."""

import json
import logging
import os
import select
import signal
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from django.conf import settings

from tintype.photos.imaging import wire
from tintype.photos.imaging.errors import MESSAGES, ImagingFailed, PhotoRefused
from tintype.photos.imaging.recipe import PLAIN, Recipe
from tintype.photos.imaging.records import MAX_ANSWER_BYTES, ORIGINAL, WIDTHS, Rendered
from tintype.photos.imaging.sniff import content_type, is_heif, is_video
from tintype.storage.queries import LARGEST_UPLOAD_BYTES as MAX_UPLOAD_BYTES

logger = logging.getLogger(__name__)

# The child's own limit is 20 seconds of CPU; only a machine with far too much to do needs longer for that.
_DEADLINE_SECONDS = 60
_MAX_LOG_BYTES = 2000
_ENVIRONMENT = {
    "PYTHONPATH": str(Path(__file__).parents[3]),
    "LANG": "C.UTF-8",
    # Two pictures at once on two cores are better served by a thread each than by four.
    "VIPS_CONCURRENCY": "1",
    # A large picture stays in memory: the child may open no temporary file.
    "VIPS_DISC_THRESHOLD": "4g",
    "MALLOC_ARENA_MAX": "1",
}
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
    """Raises PhotoRefused, or ImagingFailed if this machine could not do it now."""
    formats = ("jpg", "webp", "avif") if settings.TINTYPE_AVIF else ("jpg", "webp")
    order = {"work": "photo", "recipe": recipe.as_json(), "formats": formats, "with_original": with_original}
    return _render(order, _photo_names(formats, (ORIGINAL,) if with_original else ()), data)


def render_avatar(data: bytes) -> bytes:
    """The middle of a photo as a square JPEG. Raises as `render_photo` does."""
    return _render_face("avatar", data)


def render_header(data: bytes) -> bytes:
    """The middle of a photo as a JPEG three times as wide as high. Raises as `render_photo` does."""
    return _render_face("header", data)


def _render_face(work: str, data: bytes) -> bytes:
    order = {"work": work, "recipe": {}, "formats": (), "with_original": False}
    return _render(order, {(work,)}, data).renditions[0].data


def _photo_names(formats: tuple[str, ...], more: tuple[str, ...]) -> set[tuple[str, ...]]:
    """In each format the smallest width, the two smallest, and so on: how many there are depends on the photo."""
    made = [tuple(f"{width}.{form}" for form in formats) for width in WIDTHS]
    return {sum(made[: number + 1], ()) + more for number in range(len(WIDTHS))}


def _render(order: dict[str, Any], expected: Collection[tuple[str, ...]], data: bytes) -> Rendered:
    _refuse_early(data)
    answer = _ask_child(json.dumps(order), data)
    try:
        result = wire.read(answer, expected)
    except wire.BadAnswer as error:
        logger.exception("the imaging child gave an unsound answer")
        raise PhotoRefused("damaged") from error
    if isinstance(result, str):
        raise PhotoRefused(result if result in MESSAGES else "damaged")
    return result


def _refuse_early(data: bytes) -> None:
    if not data:
        raise PhotoRefused("empty")
    if len(data) > MAX_UPLOAD_BYTES:
        raise PhotoRefused("too_large")
    if is_heif(data):
        raise PhotoRefused("heic")
    if is_video(data):
        raise PhotoRefused("video")
    if content_type(data) is None:
        raise PhotoRefused("not_an_image")


def _ask_child(order: str, data: bytes) -> bytes:
    """Files in memory, not pipes: neither side waits for the other, and no answer outgrows its limit."""
    with _memory("picture") as picture, _memory("answer") as answer, _memory("log") as log:
        picture.write(data)
        picture.seek(0)
        code = _run(order, picture, answer, log)
        if code != 0:
            _explain(code, _contents(log, _MAX_LOG_BYTES))
        return _contents(answer, MAX_ANSWER_BYTES)


def _run(order: str, picture: BinaryIO, answer: BinaryIO, log: BinaryIO) -> int:
    command = [sys.executable, "-sP", "-m", "tintype.photos.imaging.child", order]
    with subprocess.Popen(command, stdin=picture, stdout=answer, stderr=log, env=_ENVIRONMENT, cwd="/") as child:
        try:
            if not _ends_in_time(child.pid):
                raise ImagingFailed(f"no answer in {_DEADLINE_SECONDS} s")
        finally:
            child.kill()
    return child.returncode


def _ends_in_time(pid: int) -> bool:
    """`Popen.wait(timeout)` looks every 50 ms; this one is woken."""
    handle = os.pidfd_open(pid)
    try:
        return bool(select.select([handle], [], [], _DEADLINE_SECONDS)[0])
    finally:
        os.close(handle)


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


def _contents(file: BinaryIO, most: int) -> bytes:
    file.seek(0)
    return file.read(most)
