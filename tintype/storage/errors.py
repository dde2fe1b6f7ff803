"""What may go wrong with an object, for callers to catch."""

from tintype.lib.errors import Refused


class ObjectMissing(Exception):
    """No such object, a key no object can have, or an upload that was consumed already."""


class StoreFull(Exception):
    """The store has no room left. Nothing of the object is kept; the same call may succeed later."""


class KeyTaken(Exception):
    """An object under this key exists, or existed until it was consumed."""


class UploadRefused(Refused):
    """`code` is S3's own word for it and `status` the HTTP status S3 answers with."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def too_large(max_bytes: int) -> UploadRefused:
    return UploadRefused(400, "EntityTooLarge", f"This file is too large: {max_bytes // 2**20} MB is the most.")


def too_small() -> UploadRefused:
    return UploadRefused(400, "EntityTooSmall", "This file is empty.")
