"""What the child tells its parent: the bytes of files end to end, a line of JSON that names them, and its length."""

import json
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from tintype.photos.imaging.records import MAX_ANSWER_BYTES, MAX_SIDE, Rendered, RenderedFile

MAX_REPORT_BYTES = 2048
_LENGTH_BYTES = 4
_TYPES = {"jpg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}
_BLURHASH = re.compile(r"[0-9A-Za-z#$%*+,\-.:;=?@\[\]^_{|}~]{6,100}")
_COLOUR = re.compile(r"#[0-9a-f]{6}")


class BadAnswer(Exception):
    """The child said something that a sound child does not say."""


class Answer:
    """The child's end: files are written as they are made, so that a large one is never in its memory."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._files: list[list[Any]] = []
        self._written = 0
        # More bytes were to be written than an answer may have.
        self.is_full = False

    def add(self, name: str, width: int, height: int, data: bytes) -> None:
        with self.adding(name, width, height):
            self.write(data)

    @contextmanager
    def adding(self, name: str, width: int, height: int) -> Iterator[None]:
        before = self._written
        yield
        self._files.append([name, width, height, self._written - before])

    def write(self, data: bytes) -> int:
        """How many bytes were taken: none, for which libvips gives up, when there were too many."""
        self.is_full = self.is_full or self._written + len(data) > MAX_ANSWER_BYTES - MAX_REPORT_BYTES
        if self.is_full:
            return 0
        self._written += len(data)
        return self._stream.write(data)

    def finish(self, width: int, height: int, blurhash: str, colour: str) -> None:
        self._report({"size": [width, height], "blurhash": blurhash, "colour": colour, "files": self._files})

    def refuse(self, code: str) -> None:
        self._report({"refused": code})

    def _report(self, report: dict[str, Any]) -> None:
        line = json.dumps(report).encode()
        self._stream.write(line + len(line).to_bytes(_LENGTH_BYTES, "big"))


def read(answer: Any, expected: Collection[tuple[str, ...]]) -> Rendered | str:
    """Renditions of just one of these lists of names, or the code of a refusal. Raises BadAnswer.

    Whoever broke into the child writes this answer, so nothing in it is believed.
    """
    try:
        with memoryview(answer) as view:
            rendered = _answered(view)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadAnswer(str(error)) from error
    if isinstance(rendered, str):
        return rendered
    if tuple(file.name for file in rendered.renditions) not in expected:
        raise BadAnswer("other files than were asked for")
    return rendered


def _answered(answer: memoryview) -> Rendered | str:
    report, body = _parted(answer)
    with body:
        return str(report["refused"]) if "refused" in report else _rendered(report, body)


def _parted(answer: memoryview) -> tuple[dict[str, Any], memoryview]:
    length = int.from_bytes(answer[-_LENGTH_BYTES:], "big")
    end = len(answer) - _LENGTH_BYTES
    if not 0 < length <= min(end, MAX_REPORT_BYTES):
        raise BadAnswer("a report that is not there")
    return json.loads(bytes(answer[end - length : end])), answer[: end - length]


def _rendered(report: dict[str, Any], body: memoryview) -> Rendered:
    width, height = report["size"]
    blurhash, colour = report["blurhash"], report["colour"]
    if not (_BLURHASH.fullmatch(blurhash) and _COLOUR.fullmatch(colour)):
        raise BadAnswer("not a blurhash, or not a colour")
    files, at = [], 0
    for name, *sides, length in report["files"]:
        files.append(_file(name, sides, _take(body, at, length)))
        at += length
    if at != len(body):
        raise BadAnswer("bytes of no file")
    return Rendered(_side(width), _side(height), blurhash, colour, tuple(files))


def _take(body: memoryview, at: int, length: object) -> bytes:
    if type(length) is not int or not 0 < length <= len(body) - at:
        raise BadAnswer("a file that is not there")
    return bytes(body[at : at + length])


def _file(name: str, sides: list[object], data: bytes) -> RenderedFile:
    # Those without an ending are JPEGs: the original, a face.
    content_type = _TYPES[name.partition(".")[2] or "jpg"]
    if not _is_whole(data, content_type):
        raise BadAnswer("a file that is not what its name says")
    width, height = map(_side, sides)
    return RenderedFile(name, width, height, data, content_type)


def _is_whole(data: bytes, content_type: str) -> bool:
    if content_type == "image/jpeg":
        return data.startswith(b"\xff\xd8\xff") and data.endswith(b"\xff\xd9")
    if content_type == "image/webp":
        return data[:4] == b"RIFF" and data[8:12] == b"WEBP" and int.from_bytes(data[4:8], "little") == len(data) - 8
    return data[4:12] == b"ftypavif"


def _side(value: object) -> int:
    if type(value) is not int or not 0 < value <= MAX_SIDE:
        raise BadAnswer("an impossible size")
    return value
