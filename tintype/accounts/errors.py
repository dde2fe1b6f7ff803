"""What a caller of this room is meant to catch."""

from tintype.lib.errors import Refused


class ProfileRefused(Refused):
    """`field` is the one that is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
