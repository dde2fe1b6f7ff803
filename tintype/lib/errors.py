"""How a request can be turned down, and what is nobody's fault."""


class NotFound(Exception):
    """It is not there, or is not for this viewer's eyes: both answer alike."""


class Refused(Exception):
    """The text is for the person who asked: a sentence that says what is wrong and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Away(Exception):
    """A part that the site needs does not answer; the same again may go well in a moment."""
