"""An object of an S3 as a file: asked for when it is opened, and once more from another place after a seek."""

import io
from typing import Any

from tintype.storage.s3_client import said_plainly


class S3Reader(io.RawIOBase):
    def __init__(self, client: Any, named: dict[str, str]) -> None:
        super().__init__()
        self._client = client
        self._named = named
        answer = self._asked()
        self._size = int(answer["ContentLength"])
        self._named = named | {"IfMatch": answer["ETag"]}
        self._body = answer["Body"]
        self._at = self._body_at = 0

    def _asked(self, start: int = 0) -> Any:
        from_there = {"Range": f"bytes={start}-"} if start else {}
        with said_plainly(self._named["Key"]):
            return self._client.get_object(**self._named, **from_there)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        if self._at >= self._size:
            return 0
        if self._at != self._body_at:
            self._body.close()
            self._body = self._asked(self._at)["Body"]
        with said_plainly(self._named["Key"]):
            data: bytes = self._body.read(len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        self._body_at = self._at
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._body.close()
        super().close()
