"""What a caller of this room is meant to catch."""

from collections.abc import Mapping, Sequence

from tintype.lib.errors import Refused


class ProfileRefused(Refused):
    """`field` is the one that is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class RegistrationRefused(Refused):
    """`details` says for each field what is wrong: a code, and a sentence."""

    def __init__(self, details: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        super().__init__(" ".join(message for wrong in details.values() for _, message in wrong))
        self.details = details
