"""What the child tells its parent: one line of JSON, then the bytes of the files it names, end to end."""

import json
import re
from typing import Any, BinaryIO

from tintype.photos.imaging.records import Rendered, RenderedFile

MAX_HEADER_BYTES = 1024
_MAX_SIDE = 65_500
_BLURHASH = re.compile(r"[0-9A-Za-z#$%*+,\-.:;=?@\[\]^_{|}~]{6,100}")


class BadAnswer(Exception):
    """The child said something that a sound child does not say."""


def write_rendered(stream: BinaryIO, rendered: Rendered) -> None:
    files = [[file.name, file.width, file.height, len(file.data)] for file in rendered.renditions]
    report = {"size": [rendered.width, rendered.height], "blurhash": rendered.blurhash, "files": files}
    stream.write(json.dumps(report).encode() + b"\n")
    stream.writelines(file.data for file in rendered.renditions)


def write_refusal(stream: BinaryIO, code: str) -> None:
    stream.write(json.dumps({"refused": code}).encode() + b"\n")


def read(answer: bytes, names: tuple[str, ...]) -> Rendered | str:
    """The renditions of just these names, or the code of a refusal. Raises BadAnswer.

    Whoever broke into the child writes this answer, so nothing in it is believed.
    """
    try:
        header, _, body = answer[:MAX_HEADER_BYTES].partition(b"\n")
        report: dict[str, Any] = json.loads(header)
        if "refused" in report:
            return str(report["refused"])
        body = answer[len(header) + 1 :]
        return _rendered(report, body, names)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadAnswer(str(error)) from error


def _rendered(report: dict[str, Any], body: bytes, names: tuple[str, ...]) -> Rendered:
    width, height = report["size"]
    blurhash = report["blurhash"]
    if not _BLURHASH.fullmatch(blurhash):
        raise BadAnswer("not a blurhash")
    files = []
    for file_name, *sides, length in report["files"]:
        files.append(_file(file_name, sides, _take(body, length)))
        body = body[length:]
    if body or tuple(file.name for file in files) != names:
        raise BadAnswer("other files than were asked for")
    return Rendered(_side(width), _side(height), blurhash, tuple(files))


def _take(body: bytes, length: object) -> bytes:
    if type(length) is not int or not 0 < length <= len(body):
        raise BadAnswer("a file that is not there")
    return body[:length]


def _file(name: str, sides: list[object], data: bytes) -> RenderedFile:
    if not (data.startswith(b"\xff\xd8\xff") and data.endswith(b"\xff\xd9")):
        raise BadAnswer("a file that is no JPEG")
    width, height = map(_side, sides)
    return RenderedFile(name, width, height, data)


def _side(value: object) -> int:
    if type(value) is not int or not 0 < value <= _MAX_SIDE:
        raise BadAnswer("an impossible size")
    return value
