"""What may go wrong with an object, for callers to catch."""

from tintype.lib.errors import Away, Refused


class ObjectMissing(Exception):
    """No such object, a key no object can have, or an upload that was consumed already."""


class StoreFull(Exception):
    """The store has no room left. Nothing of the object is kept; the same call may succeed later."""


class StoreUnreachable(Away):
    """The store did not answer in time, or not at all. Nothing is said of the object."""


class KeyTaken(Exception):
    """An object under this key exists, or existed until it was consumed."""


class StoreRefused(Refused):
    """`code` is S3's own word for it and `status` the HTTP status S3 answers with."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def denied(message: str) -> StoreRefused:
    return StoreRefused(403, "AccessDenied", message)


def too_large(max_bytes: int) -> StoreRefused:
    return StoreRefused(400, "EntityTooLarge", f"This file is too large: {max_bytes:,} bytes is the most.")


def too_small(min_bytes: int) -> StoreRefused:
    return StoreRefused(400, "EntityTooSmall", f"This file is not whole: {min_bytes:,} bytes is the least.")
