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


class PartsMissing(Refused):
    """These parts of a photo did not arrive, or not whole."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__("The photo did not arrive whole. Please send the rest of it again.")
        self.numbers = numbers


class NoRoom(Refused):
    """The person's photos may take no more room."""


class PinRefused(Refused):
    """Too many, or for a few only."""
