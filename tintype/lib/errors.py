"""The two ways in which a request can be turned down."""


class NotFound(Exception):
    """It is not there, or is not for this viewer's eyes: both answer alike."""


class Refused(Exception):
    """The text is for the person who asked: a sentence that says what is wrong and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
