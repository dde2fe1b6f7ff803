from tintype.lib.errors import Refused


class CannotFollow(Refused):
    """Following oneself."""


class CannotBlock(Refused):
    """Blocking oneself."""


class CannotMute(Refused):
    """Muting oneself."""


class CannotKeep(Refused):
    """A list or a note that is not as it should be."""
