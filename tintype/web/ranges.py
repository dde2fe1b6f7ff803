"""One range of a file, where a browser asks for it to go on with what was cut off (RFC 9110, section 14)."""

import io
import re
from typing import BinaryIO

from django.http import HttpRequest

# Several ranges at once are answered with the whole file, which is allowed: nobody asks so for photos but to do harm.
_ONE_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.ASCII)


def asked_range(request: HttpRequest, etag: str, size: int) -> range | None:
    """None: the whole file. An empty range: there is nothing at this place."""
    asked = _ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or asked[0] == "bytes=-" or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = asked.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)


class PartOf(io.RawIOBase):
    """The bytes of a file in this range. It goes with the file."""

    def __init__(self, file: BinaryIO, part: range) -> None:
        super().__init__()
        file.seek(part.start)
        self._file = file
        self._left = len(part)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        data = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._file.close()
        super().close()
