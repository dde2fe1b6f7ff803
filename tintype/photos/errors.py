from tintype.lib.errors import Refused


class DraftRefused(Refused):
    """`field` is caption, alts, photos or visibility."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class ShareRefused(Refused):
    """The post is not for everyone."""


class CommentRefused(Refused):
    """Empty or too long."""


class UploadNotThere(Refused):
    """The bytes did not arrive."""


class PinRefused(Refused):
    """Too many, or for a few only."""
